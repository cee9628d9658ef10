import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Dependencies } from '../../activities/dependencies.js';
import { createReturnActivities } from '../../activities/returns/index.js';
import type { SitooOrderId } from '../../domain/ids.js';
import { returnName } from '../../domain/return/assign-to-shipments.js';
import type { PositionKey } from '../../domain/stock/position.js';
import type { SentShipment } from '../../systems/database/port.js';
import { asId } from '../support/ids.js';
import { recordsOfTest } from '../support/records-of-test.js';
import { journalRow, pendingDeltas, publishAll, stockPolicy } from '../support/stock-ledger.js';

const { records } = await recordsOfTest();
const policy = stockPolicy({});
let skus = 0;

/** A SKU of store-1 with five units, everywhere the same. */
async function withInitialStock(): Promise<PositionKey> {
  const key = { location: 'store-1', sku: `R${++skus}` };
  const reading = await records.stockLedger.nextReading();
  const levels = { reading, at: 1, rows: [{ ...key, physical: 5 }] };
  await records.stockLedger.record({ levels, initialStockOf: [key.location] }, policy);
  return key;
}

const refundRow = (key: PositionKey, units: number) =>
  records.stockLedger.record({ movements: [journalRow(key, units, { cause: 'till-refund' })] }, policy);

const noted = ({ location, sku }: PositionKey, name: string, quantity: number) =>
  records.stockLedger.recordReturnRestock({ name, location, lines: quantity > 0 ? [{ sku, quantity }] : [] }, policy);

/** A part of a web order, and its shipment. */
const sentBy = (system: 'wms' | 'sitoo', { orderNumber, shipment }: SentShipment) =>
  records.orders.upsertFulfilment({
    origin: 'centra',
    orderNumber,
    fulfilment: 1,
    location: system === 'wms' ? 'central' : 'store-1',
    system,
    name: `C${orderNumber}-1`,
    ref: asId(orderNumber),
    stage: 'sent',
    shipments: [shipment],
  });

const expectedAtCentra = async ({ location, sku }: PositionKey): Promise<number | undefined> =>
  (await records.stockReconciliation.expectedAtCentra(location, [sku])).get(sku)?.expected;

const awaitedOf = async ({ location, sku }: PositionKey) =>
  (await records.stockReconciliation.expectedAtCentra(location, [sku])).get(sku)?.awaited;

describe('goods that Centra restocks with a return', () => {
  it('Goods that Centra restocks with a return are not published to it, whether the till or the return is seen first', async () => {
    const till = await withInitialStock();
    await refundRow(till, 2);
    expect(await pendingDeltas(records, till)).toEqual({ centra: 2 });
    await noted(till, `one-${till.sku}`, 2);
    expect(await pendingDeltas(records, till)).toEqual({ centra: 0 });
    expect(await expectedAtCentra(till)).toBe(7);

    const shop = await withInitialStock();
    await noted(shop, `two-${shop.sku}`, 2);
    await refundRow(shop, 2);
    expect(await pendingDeltas(records, shop)).toEqual({ centra: 0 });
  });

  it('Goods of a return are awaited from Centra until the return is completed or taken back', async () => {
    const key = await withInitialStock();
    expect(await awaitedOf(key)).toBe(0);
    await noted(key, `first-${key.sku}`, 2);
    await noted(key, `second-${key.sku}`, 1);
    expect(await awaitedOf(key)).toBe(3);
    await records.stockLedger.returnRestocked(`first-${key.sku}`);
    expect(await awaitedOf(key)).toBe(1);
    await noted(key, `second-${key.sku}`, 0);
    expect(await awaitedOf(key)).toBe(0);
  });

  it.each([
    { stage: 'returning', left: 3 },
    { stage: 'waiting-for-answer', left: 3 },
    { stage: 'done', left: 0 },
    { stage: 'refused', left: 0 },
    { stage: 'without-receipt', left: 0 },
  ] as const)(
    'A refund that is recorded as $stage awaits $left units from Centra, whatever a person skipped',
    async (one) => {
      const key = await withInitialStock();
      const refund = asId<SitooOrderId>(String(8000 + skus));
      const needs: Pick<Dependencies, 'records'> = { records };
      const { recordReturn } = createReturnActivities(needs as Dependencies, policy);
      // The second one was created, and left behind when its undoing was skipped.
      await noted(key, returnName(refund, 1), 2);
      await noted(key, returnName(refund, 2), 1);
      await noted(key, returnName(asId<SitooOrderId>(`${refund}1`), 1), 4);
      const names = [returnName(refund, 1)];
      const row = { brand: 'b', refund, location: key.location, names, workflowId: 'w' };
      await recordReturn({ ...row, stage: one.stage });
      expect(await awaitedOf(key)).toBe(one.left + 4);
    },
  );

  it('Goods that were published before their return was created are subtracted again', async () => {
    const key = await withInitialStock();
    await refundRow(key, 1);
    await publishAll(records, policy, 'centra', key.location);
    await noted(key, `late-${key.sku}`, 1);
    expect(await pendingDeltas(records, key)).toEqual({ centra: -1 });
    expect(await expectedAtCentra(key)).toBe(7);
  });

  it('Goods of a return count once however often they are recorded, and not at all once it is cancelled', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(3), { minLength: 1, maxLength: 6 }), async (notes) => {
        const key = await withInitialStock();
        await refundRow(key, 3);
        for (const units of notes) await noted(key, `set-${key.sku}`, units);
        expect(await pendingDeltas(records, key)).toEqual({ centra: 3 - (notes.at(-1) ?? 0) });
        await noted(key, `set-${key.sku}`, 0);
        expect(await pendingDeltas(records, key)).toEqual({ centra: 3 });
      }),
      { numRuns: 20 },
    );
  });
});

describe('the list of returns', () => {
  it('The list of returns keeps the stage of each, and finds those of an order', async () => {
    const row = {
      brand: 'b',
      refund: asId('901'),
      location: 'store-1',
      stage: 'returning',
      names: [],
      workflowId: 'return/b/sitoo/901',
    };
    await records.returns.upsert(row);
    expect(await records.returns.show(asId('901'))).toMatchObject(row);
    expect(await records.returns.ofOrder(asId('10045'))).toEqual([]);
    await records.returns.upsert({ ...row, orderNumber: asId('10045'), stage: 'done', names: ['sitoo-901'] });
    expect(await records.returns.ofOrder(asId('10045'))).toMatchObject([
      { refund: asId('901'), stage: 'done', names: ['sitoo-901'] },
    ]);
    expect(await records.returns.show(asId('902'))).toBeUndefined();
  });

  it('The list of returns knows which shipments are still to be mirrored to the tills, each once', async () => {
    const one = { orderNumber: asId('10045'), shipment: asId(7) };
    const two = { orderNumber: asId('10046'), shipment: asId(8) };
    for (const sent of [one, two]) await sentBy('wms', sent);
    await records.returns.recordSent([one, two]);
    await records.returns.recordSent([one]);
    expect(await records.returns.dueForTills(10)).toEqual([one, two]);
    await records.returns.recordMirrored(one);
    await records.returns.recordMirrored(two, 'refused');
    await records.returns.recordSent([one, two]);
    expect(await records.returns.dueForTills(10)).toEqual([]);
    expect(await records.returns.unknownAtTills(0, 10)).toMatchObject([{ ...two, refusal: 'refused' }]);
  });

  it('Only shipments that a warehouse sent are mirrored to the tills', async () => {
    const store = { orderNumber: asId('10047'), shipment: asId(9) };
    await sentBy('sitoo', store);
    await records.returns.recordSent([store, { orderNumber: asId('10048'), shipment: asId(10) }]);
    expect(await records.returns.dueForTills(10)).toEqual([]);
  });

  it('A shipment that someone made by hand of an order of the warehouse is mirrored to the tills as well', async () => {
    const orderNumber = asId<SentShipment['orderNumber']>('10049');
    await sentBy('wms', { orderNumber, shipment: asId(11) });
    await records.returns.recordSent([{ orderNumber, shipment: asId(12) }]);
    expect(await records.returns.dueForTills(10)).toEqual([{ orderNumber, shipment: asId(12) }]);
    await records.returns.recordMirrored({ orderNumber, shipment: asId(12) });
  });
});
