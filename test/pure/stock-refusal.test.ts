import { describe, expect, it } from '@jest/globals';
import type { OrderReadingUnits } from '../../domain/stock/ledger/stock-entry.js';
import { type RefusedLine, retryAfterMs } from '../../domain/stock/refusal.js';
import { MemoryLedger } from '../support/memory-ledger.js';
import { journalRow, orderReading, stockPolicy } from '../support/stock-ledger.js';

const store = { location: 'store-1', sku: 'CAP' };
const elsewhere = { location: 'store-2', sku: 'CAP' };
const call = { target: 'centra', location: 'store-1', direction: 'out' } as const;

function ledgerWith(physical: number): MemoryLedger {
  const ledger = new MemoryLedger(stockPolicy());
  ledger.record({
    levels: { reading: 1, at: 0, rows: [store, elsewhere].map((key) => ({ ...key, physical })) },
    initialStockOf: ['store-1', 'store-2'],
  });
  return ledger;
}

const read = (ledger: MemoryLedger, units: OrderReadingUnits['units']): void =>
  ledger.record({ orders: [orderReading('1', units)] });
const sell = (ledger: MemoryLedger, units: number): void => ledger.record({ movements: [journalRow(store, -units)] });

/** Publishes the decrease, and the shop refuses it. @returns the units it was asked to take out */
function refused(ledger: MemoryLedger, why: Omit<RefusedLine, 'sku' | 'sentence'>): number | undefined {
  const batch = ledger.claim(call, ['CAP']);
  if (!batch) return undefined;
  ledger.settle(batch, { state: 'done', refused: [{ sku: 'CAP', sentence: 'No.', ...why }] });
  return batch.lines[0]?.quantity;
}

function accepted(ledger: MemoryLedger): number | undefined {
  const batch = ledger.claim(call, ['CAP']);
  if (batch) ledger.settle(batch, { state: 'done' });
  return batch?.lines[0]?.quantity;
}

const figure = (ledger: MemoryLedger) => ledger.at(store)?.targets.get('centra');

describe('a decrease that the web shop refuses because an order holds the unit', () => {
  it('A refused decrease waits while the order holds the unit, and is published as soon as the order is elsewhere', () => {
    const ledger = ledgerWith(1);
    read(ledger, [{ ...store, outstanding: 1 }]);
    sell(ledger, 1);
    expect(refused(ledger, { reason: 'allocated', accepts: 0 })).toBe(1);
    expect(accepted(ledger)).toBeUndefined();
    read(ledger, [{ ...store, outstanding: 1 }]);
    expect(accepted(ledger)).toBeUndefined();
    read(ledger, [{ ...elsewhere, outstanding: 1 }]);
    expect(accepted(ledger)).toBe(1);
    expect(figure(ledger)).toMatchObject({ pending: false, refused: null, refusal: null });
  });

  it('What the web shop would take of a refused decrease is published immediately, the rest when the order is elsewhere', () => {
    const ledger = ledgerWith(3);
    read(ledger, [{ ...store, outstanding: 2 }]);
    sell(ledger, 2);
    expect(refused(ledger, { reason: 'allocated', accepts: 1 })).toBe(2);
    expect(accepted(ledger)).toBe(1);
    expect(accepted(ledger)).toBeUndefined();
    expect(figure(ledger)?.refused).toBe('No.');
    read(ledger, [{ ...elsewhere, outstanding: 2 }]);
    expect(accepted(ledger)).toBe(1);
    expect(figure(ledger)).toMatchObject({ pending: false, refusal: null });
  });

  it('An order that was read only after the refusal lets the decrease go when it is elsewhere', () => {
    const ledger = ledgerWith(1);
    sell(ledger, 1);
    expect(refused(ledger, { reason: 'allocated', accepts: 0 })).toBe(1);
    read(ledger, [{ ...store, outstanding: 1 }]);
    expect(accepted(ledger)).toBeUndefined();
    read(ledger, [{ ...elsewhere, outstanding: 1 }]);
    expect(accepted(ledger)).toBe(1);
  });

  it('A refused decrease that is not needed any more is forgotten', () => {
    const ledger = ledgerWith(1);
    read(ledger, [{ ...store, outstanding: 1 }]);
    sell(ledger, 1);
    refused(ledger, { reason: 'allocated', accepts: 0 });
    ledger.record({ movements: [journalRow(store, 1)] });
    expect(figure(ledger)).toMatchObject({ pending: false, refused: null, refusal: null });
  });

  it('Any refusal is tried again, later each time and never later than a quarter of a day', () => {
    for (const reason of ['allocated', 'no-product', 'other'] as const) {
      const waits = [1, 2, 3, 30, 300].map((tries) => retryAfterMs({ reason, tries }));
      expect([...waits].sort((a, b) => a - b)).toEqual(waits);
      expect(waits.every((ms) => ms > 0 && ms <= 6 * 3_600_000)).toBe(true);
    }
  });
});
