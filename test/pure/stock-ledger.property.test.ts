import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Target } from '../../domain/stock/flows.js';
import { pendingDelta } from '../../domain/stock/ledger/figures.js';
import type { HeldPosition } from '../../domain/stock/ledger/held-position.js';
import type { StockEntry } from '../../domain/stock/ledger/stock-entry.js';
import { expectedAtCentra, figuresOf } from '../../domain/stock/position.js';
import { asId } from '../support/ids.js';
import { MemoryLedger } from '../support/memory-ledger.js';
import { entryOf, type Fact, histories, LOCATIONS, SKUS } from '../support/stock-facts.js';
import { picked, stockPolicy } from '../support/stock-ledger.js';

const policy = stockPolicy({ B: 2 });

function ledgerAfter(pages: readonly (readonly Fact[])[], of = policy): MemoryLedger {
  const ledger = new MemoryLedger(of);
  for (const page of pages) ledger.record(entryOf(page));
  return ledger;
}

/** All that a ledger knows of a position, without what depends on when it learnt it. */
function knownAt(ledger: MemoryLedger, location: string, sku: string): unknown {
  const position = ledger.at({ location, sku });
  // A position that was never named, and one where nothing is left, are the same.
  if (!position) return { figures: 'nothing', wanted: [], orders: [], movements: [] };
  const figures = figuresIn(position);
  const movements = ledger.movements.filter((one) => one.location === location && one.sku === sku);
  const isEmpty = Object.values(figures).every((value) => value === 0) && movements.length === 0;
  return {
    figures: isEmpty ? 'nothing' : figures,
    wanted: [...position.targets]
      .filter(([, { wanted }]) => wanted !== 0)
      .map(([target, { wanted }]) => [target, wanted]),
    orders: [...position.orders.values()]
      .filter(({ outstanding, picked, deductedAtOrigin }) => outstanding !== 0 || picked !== deductedAtOrigin)
      .map(({ changed: _, ...units }) => units)
      .sort((a, b) => a.number.localeCompare(b.number)),
    movements: movements.map(({ reference, quantity }) => [reference, quantity]).sort(),
  };
}

const figuresIn = (position: HeldPosition) => figuresOf({ ...position, orders: [...position.orders.values()] });

const endOf = (ledger: MemoryLedger): unknown =>
  LOCATIONS.flatMap((location) => SKUS.map((sku) => knownAt(ledger, location, sku)));

describe("the ledger's rules", () => {
  it('The ledger ends the same in whatever order, however often and in whatever pages it learns what happened', () => {
    fc.assert(
      fc.property(histories, ([all, one, other]) => {
        const [end, ...others] = [[all], one, other].map((pages) => endOf(ledgerAfter(pages, stockPolicy())));
        for (const another of others) expect(another).toEqual(end);
      }),
      { numRuns: 50 },
    );
  });

  it('Physical stock is the sum of the movements, and every movement says what was there after it', () => {
    fc.assert(
      fc.property(histories, ([, pages]) => {
        const ledger = ledgerAfter(pages);
        const sums = new Map<string, number>();
        for (const { location, sku, quantity, physicalAfter } of ledger.movements) {
          const sum = (sums.get(`${location} ${sku}`) ?? 0) + quantity;
          sums.set(`${location} ${sku}`, sum);
          expect(physicalAfter).toBe(sum);
        }
        for (const { location, sku, physical } of ledger.positions())
          expect(physical).toBe(sums.get(`${location} ${sku}`) ?? 0);
      }),
    );
  });

  it('A warehouse ends at its newest level with all that was picked by then, whichever readings are lost or late', () => {
    const looks = fc.array(fc.record({ change: fc.integer({ min: -2, max: 4 }), picks: fc.nat(2) }), {
      minLength: 1,
      maxLength: 8,
    });
    const runs = looks.chain((all) => {
      const some = fc.array(fc.nat(all.length - 1), { maxLength: 8 });
      return fc.tuple(fc.constant(all), some, some);
    });
    fc.assert(
      fc.property(runs, ([all, before, after]) => {
        const key = { location: 'dc', sku: 'W' };
        const ledger = new MemoryLedger(policy);
        let physical = 50;
        let taken = 0;
        const entries = all.map(({ change, picks }, i): StockEntry => {
          taken += picks;
          physical += change - picks;
          const reading = { reading: i + 2, at: i };
          return {
            levels: { ...reading, rows: [{ ...key, physical }] },
            picks: { ...reading, rows: [picked(key, taken, '1')] },
          };
        });
        ledger.record({ levels: { reading: 1, at: 0, rows: [{ ...key, physical: 50 }] }, initialStockOf: ['dc'] });
        for (const i of [...before, all.length - 1, ...after]) ledger.record(entries[i] ?? {});
        const sumOf = (cause: string): number =>
          ledger.movements.filter((one) => one.cause === cause).reduce((sum, one) => sum + one.quantity, 0);
        expect(ledger.at(key)?.physical).toBe(physical);
        expect(sumOf('warehouse-pick-of-web-order') + taken).toBe(0);
        expect(sumOf('warehouse-change')).toBe(physical + taken - 50);
      }),
      { numRuns: 60 },
    );
  });
});

describe('publishing from the ledger', () => {
  const directions = { centra: ['in', 'out'], sitoo: ['set'] } as const;

  /** Publishes everything to a target once; `fate` says what becomes of each call. */
  function publishOnce(ledger: MemoryLedger, target: Target, fate: () => 'done' | 'not-sent' | 'refused'): void {
    for (const location of LOCATIONS)
      for (const direction of directions[target]) {
        const batch = ledger.claim({ target, location, direction }, [...SKUS]);
        if (!batch) continue;
        const outcome = fate();
        const refused = batch.lines.map(({ sku }) => ({ sku, sentence: 'No.' }));
        ledger.settle(batch, outcome === 'refused' ? { state: 'done', refused } : { state: outcome });
      }
  }

  const pendingAt = (ledger: MemoryLedger, target: Target): HeldPosition[] =>
    ledger.positions().filter(({ targets }) => targets.get(target)?.pending);

  it('Whatever happens between and during calls, all is published in the end, and Centra shows what it should', () => {
    const fates = fc.infiniteStream(fc.constantFrom('done' as const, 'not-sent' as const));
    fc.assert(
      fc.property(histories, fates, ([, pages], stream) => {
        const ledger = new MemoryLedger(policy);
        for (const page of pages) {
          ledger.record(entryOf(page));
          for (const target of ['centra', 'sitoo'] as const) publishOnce(ledger, target, () => stream.next().value);
        }
        for (const target of ['centra', 'sitoo'] as const) publishOnce(ledger, target, () => 'done');
        expect([...pendingAt(ledger, 'centra'), ...pendingAt(ledger, 'sitoo')]).toEqual([]);
        for (const position of ledger.positions()) {
          const published = position.targets.get('centra')?.published ?? 0;
          const { centraLevel } = figuresIn(position);
          const orders = [...position.orders.values()];
          expect(expectedAtCentra({ ...position, orders }, published)).toBe(centraLevel);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('A refused figure is never claimed again, and holds up no other one', () => {
    fc.assert(
      fc.property(histories, ([, pages]) => {
        const ledger = ledgerAfter(pages);
        publishOnce(ledger, 'centra', () => 'refused');
        const refused = pendingAt(ledger, 'centra').map(({ location, sku }) => `${location} ${sku}`);
        for (const location of LOCATIONS)
          for (const direction of directions.centra)
            for (const { sku } of ledger.claim({ target: 'centra', location, direction }, [...SKUS])?.lines ?? [])
              expect(refused).not.toContain(`${location} ${sku}`);
      }),
    );
  });

  it('A batch holds exactly what its target lacks, in the direction of its call', () => {
    fc.assert(
      fc.property(histories, ([, pages]) => {
        const ledger = ledgerAfter(pages);
        for (const direction of directions.centra)
          for (const location of LOCATIONS)
            for (const { sku, quantity } of ledger.claim({ target: 'centra', location, direction }, [...SKUS])?.lines ??
              []) {
              const figure = ledger.at({ location, sku })?.targets.get('centra');
              expect(quantity).toBeGreaterThan(0);
              expect(direction === 'in' ? quantity : -quantity).toBe(figure && pendingDelta(figure));
            }
      }),
    );
  });
});

describe('what counterparts record by themselves', () => {
  const key = { location: 'dc', sku: 'A' };

  it('A level in Sitoo is set once more after its tills deducted units, whether it was set before or after that', () => {
    const ledger = new MemoryLedger(policy);
    ledger.record({ levels: { reading: 1, at: 0, rows: [{ ...key, physical: 10 }] }, initialStockOf: ['dc'] });
    ledger.seeLevelsAtSitoo('dc', new Map([['A', 10]]));
    expect(ledger.claim({ target: 'sitoo', location: 'dc', direction: 'set' }, ['A'])).toBeUndefined();
    ledger.deductAtTill({ number: asId('7'), location: 'dc', lines: [{ sku: 'A', quantity: 2 }] });
    // Goods that came in make up for it: the level to set is the one that was set last, and Sitoo shows another.
    ledger.record({ levels: { reading: 2, at: 0, rows: [{ ...key, physical: 12 }] } });
    expect(ledger.claim({ target: 'sitoo', location: 'dc', direction: 'set' }, ['A'])?.lines).toMatchObject([
      { sku: 'A', quantity: 10 },
    ]);
  });

  it('A return that Centra restocks is not published to it, however often and in whatever steps it is reported', () => {
    const steps = fc.array(fc.nat(3), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(steps, (reports) => {
        const ledger = new MemoryLedger(policy);
        const store = { location: 'store-1', sku: 'A' };
        const refund = { ...store, system: 'sitoo' as const, reference: '1', happenedAt: 1 };
        ledger.record({ movements: [{ ...refund, quantity: 3, cause: 'till-refund' }] });
        for (const units of reports)
          ledger.restock({ name: 'R1', location: 'store-1', lines: units > 0 ? [{ sku: 'A', quantity: units }] : [] });
        expect(ledger.at(store)?.targets.get('centra')?.wanted).toBe(3 - (reports.at(-1) ?? 0));
      }),
    );
  });
});
