import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Records } from '../../systems/database/port.js';
import { asId } from '../support/ids.js';
import { freshRecords, type TestRecords } from '../support/records-of-test.js';

let records: Records;
let close: TestRecords['close'];

beforeEach(async () => {
  ({ records, close } = await freshRecords());
});
afterEach(() => close());

const master = (n: number, more: { sku?: string; offered?: boolean; active?: boolean } = {}) => ({
  sku: `SKU-${n}`,
  product: n,
  variant: n,
  size: n,
  barcode: `73${n}`,
  name: `Article ${n}`,
  offered: true,
  active: true,
  ...more,
});
/** Price lists of the web shop. */
const [WEB, STAFF] = [11, 12];
const PIECE = { after: '', limit: 100 };
const ALL = { after: '' };
const mastersIn = (products: Records['products'], pricelist: number | undefined = WEB) =>
  products.masters(PIECE, pricelist);
const state = { name: 'Article 1', barcode: '731', active: true, priceMinor: 100 };

describe('a full read of products', () => {
  it('A full read continues after a crash with the page that was not saved', async () => {
    const { reading } = await records.products.beginReading('masters');
    await records.products.saveMasters([master(1)], { page: { reading, next: '2' } });
    expect(await records.products.beginReading('masters')).toEqual({ reading, nextPage: '2' });
  });

  it('A full read ends by forgetting what it did not see, and keeps what arrived during the read', async () => {
    const { products } = records;
    const first = await products.beginReading('masters');
    await products.saveMasters([master(1), master(2)], { page: { reading: first.reading } });
    const second = await products.beginReading('masters');
    await products.saveMasters([master(1)], { page: { reading: second.reading, next: '2' } });
    await products.saveMasters([master(3)]);
    await products.saveMasters([], { page: { reading: second.reading } });
    expect((await mastersIn(products)).map(({ sku }) => sku)).toEqual(['SKU-1', 'SKU-3']);
  });

  it('A full read recognises a size by its new SKU alone', async () => {
    await records.products.saveMasters([master(1)]);
    await records.products.saveMasters([master(1, { sku: 'NEW-1' })]);
    expect((await mastersIn(records.products)).map(({ sku }) => sku)).toEqual(['NEW-1']);
  });
});

describe('a row that cannot be used', () => {
  const odd = (id: string) => [{ id, sentence: 'Its name is none.' }];
  const saved = async () => (await mastersIn(records.products)).map(({ sku }) => sku);
  /** Everything is read once, and then again with what the second reading has of it. */
  const readAgain = async (rows: readonly ReturnType<typeof master>[], unreadable: ReturnType<typeof odd>) => {
    const first = await records.products.beginReading('masters');
    await records.products.saveMasters([master(1), master(2), master(3)], { page: { reading: first.reading } });
    const { reading } = await records.products.beginReading('masters');
    await records.products.saveMasters(rows, { page: { reading }, unreadable });
  };

  it('A product that cannot be read is not forgotten, and one that is gone is', async () => {
    await readAgain([master(1)], odd('2'));
    expect(await saved()).toEqual(['SKU-1', 'SKU-2']);
    expect(await records.products.unreadable()).toEqual([{ what: 'masters', ...odd('2')[0] }]);
  });

  it('A product of which not even the id can be read may be any, so nothing is forgotten', async () => {
    await readAgain([master(1)], odd(''));
    expect(await saved()).toEqual(['SKU-1', 'SKU-2', 'SKU-3']);
  });

  it('A product that can be read again is asked about no more, whether it changed or everything is read', async () => {
    await readAgain([master(1)], odd('2'));
    await records.products.saveMasters([master(2)]);
    expect(await records.products.unreadable()).toEqual([]);
    await readAgain([master(1)], odd('2'));
    const { reading } = await records.products.beginReading('masters');
    await records.products.saveMasters([master(1)], { page: { reading } });
    expect(await records.products.unreadable()).toEqual([]);
    expect(await saved()).toEqual(['SKU-1']);
  });

  it('Two sizes under one SKU on the same page do not stop the page', async () => {
    await records.products.saveMasters([master(1), { ...master(1), size: 9, name: 'The other' }, master(2)]);
    expect(await saved()).toEqual(['SKU-1', 'SKU-2']);
  });
});

describe('price lists', () => {
  it('A product has the price of the list that is asked for, and none in any other', async () => {
    await records.products.saveMasters([master(1)]);
    await records.products.savePrices([{ variant: 1, display: 1, prices: { [WEB]: 1_000, [STAFF]: 100 } }]);
    expect(await records.products.priceLists()).toEqual([WEB, STAFF]);
    const priceIn = async (list: number | undefined) => (await records.products.masters(PIECE, list))[0]?.priceMinor;
    expect([await priceIn(WEB), await priceIn(STAFF), await priceIn(undefined)]).toEqual([1_000, 100, undefined]);
  });
});

describe('a size that changes without its product', () => {
  it('A size that was deactivated is sold again only when its product is', async () => {
    const { products } = records;
    const off = { offered: false, active: false };
    await products.saveMasters([master(1, off), master(2, { active: false })]);
    await products.saveSizes([
      { size: 1, barcode: '74', active: true },
      { size: 2, barcode: '75', active: true },
    ]);
    expect((await mastersIn(products)).map(({ barcode, active }) => [barcode, active])).toEqual([
      ['74', false],
      ['75', true],
    ]);
  });
});

describe('campaign prices', () => {
  const HOUR = 3_600_000;
  const campaign = (id: number, [from, until]: readonly [number, number], price: object) => ({
    id,
    variant: 1,
    startsAtMs: Date.now() + from * HOUR,
    endsAtMs: Date.now() + until * HOUR,
    ...price,
  });
  const save = async (...campaigns: Parameters<Records['products']['saveCampaigns']>[0]) => {
    const { reading } = await records.products.beginReading('campaigns');
    await records.products.saveCampaigns(campaigns, { page: { reading } });
  };
  const prices = async () => (await mastersIn(records.products)).map(({ priceMinor }) => priceMinor);

  beforeEach(async () => {
    await records.products.saveMasters([master(1), master(2)]);
    await records.products.savePrices([
      { variant: 1, display: 1, prices: { [WEB]: 1_000 } },
      { variant: 2, display: 1, prices: { [WEB]: 500, [STAFF]: 50 } },
    ]);
  });

  it('A campaign sets the price while it runs, and the price of the list holds before and after it', async () => {
    await save(campaign(1, [1, 2], { priceMinor: 700 }), campaign(2, [-2, -1], { priceMinor: 600 }));
    expect(await prices()).toEqual([1_000, 500]);
    await save(campaign(1, [-1, 1], { priceMinor: 700 }));
    expect(await prices()).toEqual([700, 500]);
    await save(campaign(1, [-1, 1], { percentOff: 25 }));
    expect(await prices()).toEqual([750, 500]);
    await records.products.setDue('sitoo', ['SKU-1'], ALL);
    expect((await records.products.due('sitoo', 5, WEB))[0]?.wanted.priceMinor).toBe(750);
    // The shop has taken it away.
    await save();
    expect(await prices()).toEqual([1_000, 500]);
  });

  it('A part off that leaves half of the smallest coin is rounded away from zero, and a campaign makes no price where the list has none', async () => {
    await records.products.savePrices([
      { variant: 1, display: 1, prices: { [WEB]: 201 } },
      { variant: 2, display: 1, prices: {} },
    ]);
    await save(campaign(1, [-1, 1], { percentOff: 50 }), { ...campaign(2, [-1, 1], { priceMinor: 5 }), variant: 2 });
    expect(await prices()).toEqual([101, undefined]);
  });

  it('Campaigns that began or ended since are counted, and the next moment at which one does is known', async () => {
    const next = campaign(1, [-1, 3], { priceMinor: 700 });
    await save(next, campaign(2, [-5, -2], { percentOff: 10 }));
    const changes = await records.products.priceChanges(Date.now() - 3 * HOUR);
    expect(changes).toEqual({ passed: 2, nextAtMs: next.endsAtMs });
    expect(await records.products.priceChanges(Date.now())).toMatchObject({ passed: 0 });
  });
});

describe('products that are due', () => {
  beforeEach(async () => {
    await records.products.saveMasters([master(1), master(2)]);
    await records.products.savePrices([
      { variant: 1, display: 1, prices: { [WEB]: 100 } },
      { variant: 2, display: 1, prices: {} },
    ]);
    await records.products.setDue('sitoo', ['SKU-1', 'SKU-2'], ALL);
  });

  it('A due product has what the web shop says now, and no price where there is none', async () => {
    expect(await records.products.due('sitoo', 10, WEB)).toEqual([
      { sku: 'SKU-1', wanted: state, attempted: false },
      { sku: 'SKU-2', wanted: { name: 'Article 2', barcode: '732', active: true }, attempted: false },
    ]);
  });

  it('A due product is looked up before it is created again after a lost attempt', async () => {
    await records.products.recordAttempts('sitoo', [{ sku: 'SKU-1', wanted: state }]);
    expect((await records.products.due('sitoo', 10, WEB)).map(({ attempted }) => attempted)).toEqual([true, false]);
  });

  it('Due products succeed one by one, and a refused one does not count as written', async () => {
    await records.products.recordResults('sitoo', [
      { sku: 'SKU-1', wanted: state, ref: asId('7') },
      { sku: 'SKU-2', wanted: state, refused: 'no such VAT' },
    ]);
    expect(await records.products.due('sitoo', 10, WEB)).toEqual([]);
    const replicas = await records.products.replicas('sitoo', PIECE);
    expect(replicas.sort((a, b) => a.sku.localeCompare(b.sku))).toEqual([
      { sku: 'SKU-1', seen: state, written: state },
      { sku: 'SKU-2', refused: 'no such VAT' },
    ]);
    expect((await records.products.progress()).systems.sitoo).toEqual({ present: 1, due: 0, refused: 1 });
  });

  it('A replica that matches a lost attempt counts as ours', async () => {
    await records.products.recordAttempts('sitoo', [{ sku: 'SKU-1', wanted: state }]);
    await records.products.saveReplicas('sitoo', [{ sku: 'SKU-1', ...state, ref: asId('7') }]);
    expect((await records.products.replicas('sitoo', PIECE)).find(({ sku }) => sku === 'SKU-1')?.written).toEqual(
      state,
    );
  });
});
