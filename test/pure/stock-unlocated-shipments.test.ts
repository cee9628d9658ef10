import { describe, expect, it } from '@jest/globals';
import type { OrderReadingUnits } from '../../domain/stock/ledger/stock-entry.js';
import { asId } from '../support/ids.js';
import { MemoryLedger } from '../support/memory-ledger.js';
import { journalRow, orderReading, picked, stockPolicy } from '../support/stock-ledger.js';

const SKU = 'CAP';
const dc = { location: 'dc', sku: SKU };
const store = { location: 'store-1', sku: SKU };
const other = { location: 'store-2', sku: SKU };

function ledgerWithStock(): MemoryLedger {
  const ledger = new MemoryLedger(stockPolicy());
  const rows = [dc, store, other].map((key) => ({ ...key, physical: 50 }));
  ledger.record({ levels: { reading: 1, at: 0, rows }, initialStockOf: ['dc', 'store-1', 'store-2'] });
  return ledger;
}

const read = (ledger: MemoryLedger, units: OrderReadingUnits['units'], unlocated = 0): void =>
  ledger.record({
    orders: [orderReading('1', units, unlocated === 0 ? {} : { unlocated: [{ sku: SKU, quantity: unlocated }] })],
  });

const pick = (ledger: MemoryLedger, reading: number, units: number): void =>
  ledger.record({ picks: { reading, at: 0, rows: [picked(dc, units, '1')] } });

const unitsAt = (ledger: MemoryLedger, key: typeof dc) => {
  const row = ledger.at(key)?.orders.get('centra 1');
  return row && { outstanding: row.outstanding, picked: row.picked, deducted: row.deductedAtOrigin };
};

const publishedTo = (ledger: MemoryLedger, key: typeof dc) => ledger.at(key)?.targets.get('centra')?.wanted ?? 0;

describe('shipments of which Centra no longer says from where they left', () => {
  it('A shipment counts where the order was last seen to want its units, before or after the pick is known', () => {
    for (const pickedFirst of [true, false]) {
      const ledger = ledgerWithStock();
      read(ledger, [{ ...dc, outstanding: 1 }]);
      if (pickedFirst) pick(ledger, 2, 1);
      read(ledger, [], 1);
      if (!pickedFirst) pick(ledger, 2, 1);
      expect(unitsAt(ledger, dc)).toEqual({ outstanding: 0, picked: 1, deducted: 1 });
      expect([ledger.at(dc)?.physical, publishedTo(ledger, dc)]).toEqual([49, 0]);
    }
  });

  it('The location whose allocation has ended counts of two, and what was found once stays', () => {
    const ledger = ledgerWithStock();
    read(ledger, [
      { ...dc, outstanding: 1, deductedAtOrigin: 0 },
      { ...store, outstanding: 1, deductedAtOrigin: 0 },
    ]);
    read(ledger, [{ ...dc, outstanding: 1, deductedAtOrigin: 0 }], 1);
    expect(unitsAt(ledger, store)).toEqual({ outstanding: 0, picked: 0, deducted: 1 });
    expect(unitsAt(ledger, dc)).toEqual({ outstanding: 1, picked: 0, deducted: 0 });
    read(ledger, [], 2);
    read(ledger, [], 2);
    expect(unitsAt(ledger, store)).toEqual({ outstanding: 0, picked: 0, deducted: 1 });
    expect(unitsAt(ledger, dc)).toEqual({ outstanding: 0, picked: 0, deducted: 1 });
  });

  it('What left the shelf for the order counts before an allocation that ended because it was moved', () => {
    const ledger = ledgerWithStock();
    read(ledger, [{ ...dc, outstanding: 1 }]);
    read(ledger, [{ ...store, outstanding: 1, deductedAtOrigin: 0 }]);
    ledger.record({
      movements: [
        journalRow(store, -1, { cause: 'store-delivery-of-web-order', order: { origin: 'centra', number: asId('1') } }),
      ],
    });
    read(ledger, [], 1);
    expect(unitsAt(ledger, store)).toEqual({ outstanding: 0, picked: 1, deducted: 1 });
    expect(unitsAt(ledger, dc)).toEqual({ outstanding: 0, picked: 0, deducted: 0 });
    expect([publishedTo(ledger, dc), publishedTo(ledger, store)]).toEqual([0, 0]);
  });

  it('A shipment of which nothing at all is known counts nowhere', () => {
    const ledger = ledgerWithStock();
    read(ledger, [], 1);
    expect([dc, store].map((key) => unitsAt(ledger, key))).toEqual([undefined, undefined]);
  });
});
