import type { Brand } from '../brand.js';
import type { WebOrder, WebOrderLine } from './web-order.js';

/** Members of the customs union of the European Union: between them nothing is declared. */
export const EU_CUSTOMS_AREA: readonly string[] =
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');

/** Whether the goods of an order must be declared. An order without a country stays where it is. */
export const isExport = (
  { shippingAddress }: Pick<WebOrder, 'shippingAddress'>,
  { warehouse }: Pick<Brand, 'warehouse'>,
): boolean => {
  const country = shippingAddress?.countryCode?.toUpperCase();
  return country !== undefined && !warehouse.customsArea.includes(country);
};

/**
 * What units of a line are worth to customs, without tax, minor units. The price of a unit holds the tax of its line, unless
 * the order adds tax to its prices (inferred from the totals of an order: `taxAdded` beside `taxIncluded`).
 */
export function customsValueMinor(
  { unitPriceMinor, taxPercent }: Pick<WebOrderLine, 'unitPriceMinor' | 'taxPercent'>,
  units: number,
  { taxAddedMinor }: Pick<WebOrder['totals'], 'taxAddedMinor'>,
): number {
  const price = unitPriceMinor * units;
  return taxAddedMinor > 0 ? price : Math.round((price * 100) / (100 + taxPercent));
}
