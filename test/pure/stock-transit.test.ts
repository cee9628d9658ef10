import { describe, expect, it } from '@jest/globals';
import { MemoryLedger } from '../support/memory-ledger.js';
import { journalRow, stockPolicy } from '../support/stock-ledger.js';

const SKU = 'TEE-M';

/** What the pool may sell of the SKU, over all places. */
const soldFrom = (ledger: MemoryLedger): number =>
  ledger.positions().reduce((units, { physical }) => units + physical, 0);

function pool() {
  const ledger = new MemoryLedger(stockPolicy());
  const at = (location: string) => ({ location, sku: SKU });
  const level = (reading: number, physical: number): void =>
    ledger.record({ levels: { reading, at: reading, rows: [{ ...at('dc'), physical }] } });
  level(1, 10);
  ledger.record({ movements: [journalRow(at('store-1'), 10), journalRow(at('store-2'), 10)] });
  return { ledger, at, level };
}

describe('goods on their way between places', () => {
  it('Goods in transit between two stores are sold at neither, and count once when they have arrived', () => {
    const { ledger, at } = pool();
    ledger.record({ movements: [journalRow(at('store-1'), -3, { cause: 'store-issue' })] });
    expect(soldFrom(ledger)).toBe(27);
    const arrival = journalRow(at('store-2'), 3, { cause: 'store-intake' });
    ledger.record({ movements: [arrival] });
    ledger.record({ movements: [arrival] });
    expect(ledger.positions().map(({ location, physical }) => [location, physical])).toEqual(
      expect.arrayContaining([
        ['store-1', 7],
        ['store-2', 13],
        ['dc', 10],
      ]),
    );
  });

  it('A refill from the warehouse is sold at neither place while it travels, and counts once when the store has received it', () => {
    const { ledger, at, level } = pool();
    // An order that is not ours: the level falls, and nothing explains it.
    level(2, 4);
    expect(soldFrom(ledger)).toBe(24);
    expect(ledger.at(at('dc'))?.unitsForCentra).toBe(4);
    ledger.record({ movements: [journalRow(at('store-2'), 6, { cause: 'store-intake' })] });
    level(3, 4);
    expect(soldFrom(ledger)).toBe(30);
    expect(ledger.at(at('store-2'))).toMatchObject({ physical: 16, unitsForCentra: 16 });
  });
});
