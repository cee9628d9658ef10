import { describe, expect, it } from '@jest/globals';
import { checkAllocation } from '../../client/doctor/check-locations.js';
import { checkProducts } from '../../client/doctor/check-products.js';
import { checkStores } from '../../client/doctor/check-stores.js';
import { checkVatGroups } from '../../client/doctor/check-vat-groups.js';
import { loadBrand } from '../../config/load-brand.js';
import type { ProductSettings } from '../../domain/brand.js';
import type { CentraPort } from '../../systems/centra/port.js';
import { SystemProblem } from '../../systems/problem.js';
import { centraWarehouse } from '../support/ids.js';
import { webOrder } from '../support/web-order.js';

const brand = loadBrand('config/example.brand.yaml');
const syncing = (more: Partial<ProductSettings> = {}) => ({
  products: { ...brand.products, sync: 'on' as const, ...more },
});
const refused = (system: 'centra' | 'sitoo') =>
  new SystemProblem({ kind: 'rejected', system, operation: 'read', sentence: 'It is not to be had.' });

describe('what the doctor says of the VAT groups of the tills', () => {
  const BOTH = [
    { id: 2, percent: 25, name: '' },
    { id: 3, percent: 6, name: '' },
  ];
  const verdict = async (of: Partial<ProductSettings>, vatGroups: () => Promise<typeof BOTH>) =>
    (await checkVatGroups(syncing(of), { vatGroups })).map((finding) => finding.verdict);
  const both = async () => BOTH;

  it('Several VAT groups of which the brand file names none are refused, and one is not', async () => {
    expect(await verdict({}, both)).toEqual(['problem']);
    expect(await verdict({}, async () => BOTH.slice(0, 1))).toEqual(['good']);
  });

  it('A VAT group that the tills do not have is refused, one that they have is not', async () => {
    expect(await verdict({ vatGroups: { Books: 9 } }, both)).toEqual(['problem']);
    expect(await verdict({ vatGroups: { Books: 3 }, vatGroup: 2 }, both)).toEqual(['good']);
  });

  it('Tills that do not show their VAT groups are warned of', async () => {
    expect(await verdict({}, () => Promise.reject(refused('sitoo')))).toEqual(['warning']);
  });
});

describe('what the doctor says of the stores of Centra', () => {
  type Shown = readonly [store: number, kind: 'consumers' | 'wholesale'];
  const centra = (stores: readonly Shown[]): Pick<CentraPort, 'changedGoods'> => ({
    changedGoods: async () => ({ orders: stores.map(([id, kind]) => webOrder({ store: { id, kind } })) }),
  });
  const verdict = async (store: number | undefined, ...shown: readonly Shown[]) => {
    const webOrders = { ...brand.webOrders, ...(store === undefined ? {} : { store }) };
    return (await checkStores({ webOrders }, centra(shown), 0)).map((finding) => finding.verdict);
  };

  it('Orders of several stores are warned of while the brand file names none, wholesale apart', async () => {
    expect(await verdict(undefined, [1, 'consumers'], [2, 'consumers'])).toEqual(['warning']);
    expect(await verdict(undefined, [1, 'consumers'], [3, 'wholesale'])).toEqual(['good']);
    expect(await verdict(1, [1, 'consumers'], [2, 'consumers'])).toEqual(['good']);
  });

  it('A store that has no recent order while others have is warned of', async () => {
    expect(await verdict(7, [1, 'consumers'])).toEqual(['warning']);
    expect(await verdict(7)).toEqual(['good']);
  });
});

describe('what the doctor says of allocation in Centra', () => {
  it('A warehouse of ours that asks before it gives goods to an order is warned of, and no other', () => {
    const [id = centraWarehouse(1)] = brand.locations.flatMap(({ centra }) => centra ?? []);
    const warehouse = (of: typeof id, allocation: 'direct' | 'check-first') => ({
      id: of,
      name: 'W',
      allocation,
      stockMaster: 'external' as const,
      active: true,
      threshold: 0,
    });
    const verdicts = (of: typeof id) =>
      checkAllocation(brand, [warehouse(of, 'check-first')]).map((finding) => finding.verdict);
    expect(verdicts(id)).toEqual(['warning']);
    expect(verdicts(centraWarehouse(9_999))).toEqual(['good']);
    expect(checkAllocation(brand, [warehouse(id, 'direct')])).toMatchObject([{ verdict: 'good' }]);
  });
});

describe('what the doctor says of products', () => {
  it('An odd product is warned of by its id, and a permission that lacks is a problem', async () => {
    const odd = async () => ({ rows: [], unreadable: [{ id: '7', sentence: 'Its name is none.' }] });
    expect(await checkProducts(syncing(), { productPage: odd })).toMatchObject([
      { verdict: 'warning', sentence: expect.stringContaining('product 7') },
    ]);
    const refusing = () => Promise.reject(refused('centra'));
    expect(await checkProducts(syncing({ customs: 'on' }), { productPage: refusing })).toMatchObject([
      { verdict: 'problem', sentence: expect.stringContaining('Product.countryOfOrigin:read') },
    ]);
  });
});
