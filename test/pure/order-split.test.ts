import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LineId } from '../../domain/ids.js';
import {
  FULFILMENT_STAGES,
  type FulfilmentProgress,
  type FulfilmentStage,
  isStaleProgress,
  mayBecome,
} from '../../domain/order/fulfilment.js';
import type { FactLine } from '../../domain/order/order-facts.js';
import {
  addUnits,
  countUnits,
  type LineUnits,
  planFulfilments,
  subtractUnits,
  uncoveredLines,
  withinOrder,
} from '../../domain/order/split-order.js';
import { asId } from '../support/ids.js';

const line = (id: string, quantity: number, ...allocations: [string, number][]): FactLine => ({
  line: asId(id),
  sku: id,
  quantity,
  knowledge: 'known' as const,
  unitPriceMinor: 100,
  allocations: allocations.map(([location, units]) => ({ location, quantity: units })),
});

describe('the plan of fulfilments', () => {
  it('A mixed order is split by where its units are allocated', () => {
    const fulfilments = planFulfilments({ lines: [line('1', 3, ['dc', 2], ['store-01', 1]), line('2', 1, ['dc', 1])] });
    expect(fulfilments).toEqual([
      {
        location: 'dc',
        lines: [
          { line: '1', quantity: 2 },
          { line: '2', quantity: 1 },
        ],
      },
      { location: 'store-01', lines: [{ line: '1', quantity: 1 }] },
    ]);
  });

  it('The split assigns every allocated unit exactly once and never more than was ordered', () => {
    const lines = fc.array(
      fc.tuple(fc.nat(5), fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(5)), { maxLength: 4 })),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(lines, (some) => {
        const facts = some.map(([quantity, allocations], i) => line(String(i), quantity, ...allocations));
        const planned = countUnits(planFulfilments({ lines: facts }).flatMap((p) => p.lines));
        const expected = some.reduce(
          (sum, [quantity, allocations]) =>
            sum +
            Math.min(
              quantity,
              allocations.reduce((n, [, u]) => n + u, 0),
            ),
          0,
        );
        expect(planned).toBe(expected);
      }),
    );
  });

  it('The split asks no location for units that another one holds', () => {
    const facts = { lines: [line('1', 2, ['a', 1], ['b', 1])] };
    const left = uncoveredLines(facts, [{ line: asId('1'), location: 'a', quantity: 1 }]);
    expect(planFulfilments({ lines: left })).toEqual([{ location: 'b', lines: [{ line: '1', quantity: 1 }] }]);
    expect(
      planFulfilments({ lines: uncoveredLines(facts, [{ line: asId('1'), location: 'c', quantity: 2 }]) }),
    ).toEqual([]);
  });

  it('Units are added and subtracted line by line and never fall below zero', () => {
    expect(
      addUnits(
        [{ line: asId('1'), quantity: 1 }],
        [
          { line: asId('1'), quantity: 2 },
          { line: asId('2'), quantity: 1 },
        ],
      ),
    ).toEqual([
      { line: '1', quantity: 3 },
      { line: '2', quantity: 1 },
    ]);
    expect(
      subtractUnits(
        [
          { line: asId('1'), quantity: 1 },
          { line: asId('2'), quantity: 2 },
        ],
        [{ line: asId('1'), quantity: 5 }],
      ),
    ).toEqual([{ line: '2', quantity: 2 }]);
  });

  it('An order takes of picked units what it still holds in no shipment; when it holds none, the web shop has the word', () => {
    const units = (id: string, quantity: number) => ({ line: asId<LineId>(id), quantity });
    const picked = [units('1', 2), units('2', 1)];
    const cut = (wanted: LineUnits[], inShipments: LineUnits[] = []) => withinOrder(picked, { wanted, inShipments });
    expect(cut([units('1', 2), units('2', 1)])).toEqual({ within: picked, beyond: [] });
    expect(cut([units('1', 1), units('2', 1)])).toEqual({
      within: [units('1', 1), units('2', 1)],
      beyond: [units('1', 1)],
    });
    expect(cut([units('1', 2), units('2', 1)], [units('2', 1)])).toEqual({
      within: [units('1', 2)],
      beyond: [units('2', 1)],
    });
    expect(cut([])).toEqual({ within: picked, beyond: [] });
  });
});

describe('the stages of a fulfilment', () => {
  const stages = Object.keys(FULFILMENT_STAGES) as FulfilmentStage[];

  it('Every stage of a fulfilment can be reached from planned', () => {
    const reached = new Set<FulfilmentStage>(['planned']);
    for (const stage of reached) for (const next of FULFILMENT_STAGES[stage]) reached.add(next);
    expect([...reached].sort()).toEqual([...stages].sort());
  });

  it('No stage leads back from an end, or to itself', () => {
    for (const end of ['sent', 'cancelled', 'moved'] as const) expect(FULFILMENT_STAGES[end]).toEqual([]);
    for (const stage of stages) expect(mayBecome(stage, stage)).toBe(false);
  });

  it('A stage ignores stale progress: "picked" after "sent" changes nothing', () => {
    const progress = (stage: FulfilmentProgress['stage'], units: number): FulfilmentProgress => ({
      fulfilment: 1,
      ref: '1',
      stage,
      picked: [{ line: asId('1'), quantity: units }],
      parcels: [],
      final: stage === 'sent',
      backOrder: false,
    });
    expect(isStaleProgress(undefined, progress('picked', 1))).toBe(false);
    expect(isStaleProgress(progress('sent', 1), progress('picked', 1))).toBe(true);
    expect(isStaleProgress(progress('picked', 1), progress('picked', 1))).toBe(true);
    expect(isStaleProgress(progress('picked', 1), progress('picked', 2))).toBe(false);
  });
});
