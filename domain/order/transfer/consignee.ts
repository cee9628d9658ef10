import type { NewWarehouseOrder } from '../warehouse-order.js';
import type { Address } from '../web-order.js';

/** Where the warehouse sends it: the person, else the company. Empty fields are left out. */
export function consigneeFrom(
  to: Address | undefined,
  person: { readonly firstName?: string; readonly lastName?: string } | undefined,
): NewWarehouseOrder['consignee'] {
  const names = [to?.firstName ?? person?.firstName, to?.lastName ?? person?.lastName].filter(Boolean).join(' ');
  const name = [names, to?.companyName].filter(Boolean).join(', ');
  const fields = {
    address1: to?.address1,
    address2: to?.address2,
    postCode: to?.zipCode,
    city: to?.city,
    countryCode: to?.countryCode,
    stateCode: to?.stateOrProvince,
    remark: to?.attention,
    vatNumber: to?.vatNumber,
  };
  const present = Object.entries(fields).filter((e): e is [string, string] => Boolean(e[1]));
  return { name: name || 'unnamed', ...Object.fromEntries(present) };
}
