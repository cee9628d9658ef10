import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chooseOrdersToRelease } from '../../domain/stock/allocation-loss.js';
import { CAUSES, type Cause, unitsForCentra } from '../../domain/stock/echo-rule.js';
import { inFlight, neverDeducted, type OrderUnits, promised, unpicked } from '../../domain/stock/order-units.js';
import { expectedAtCentra, figuresOf } from '../../domain/stock/position.js';
import { asId } from '../support/ids.js';

const order = (units: Partial<OrderUnits>): OrderUnits => ({
  origin: 'centra',
  number: asId('1'),
  outstanding: 0,
  picked: 0,
  deductedAtOrigin: 0,
  ...units,
});
const holding = (physical: number, orders: OrderUnits[] = [], safetyStock = 0) => ({
  physical,
  unitsForCentra: 0,
  drift: 0,
  orders,
  safetyStock,
});

describe('the units of an order', () => {
  it.each([
    ['waits', { outstanding: 2 }, { unpicked: 2, promised: 2, inFlight: 0, neverDeducted: 0 }],
    ['was picked in part', { outstanding: 2, picked: 1 }, { unpicked: 1, promised: 1, inFlight: 1, neverDeducted: 0 }],
    [
      'was cancelled after the pick',
      { outstanding: 0, picked: 2 },
      { unpicked: 0, promised: 0, inFlight: 0, neverDeducted: 2 },
    ],
    [
      'was deducted before we saw it leave',
      { outstanding: 1, deductedAtOrigin: 2 },
      { unpicked: 1, promised: 3, inFlight: 0, neverDeducted: 0 },
    ],
    ['is settled', { picked: 2, deductedAtOrigin: 2 }, { unpicked: 0, promised: 0, inFlight: 0, neverDeducted: 0 }],
  ])('The ledger counts the units of an order that %s', (_, units, expected) => {
    const one = order(units);
    expect({
      unpicked: unpicked(one),
      promised: promised(one),
      inFlight: inFlight(one),
      neverDeducted: neverDeducted(one),
    }).toEqual(expected);
  });
});

describe('a position', () => {
  it('A position keeps safety stock and units of till orders from Centra, and never what web customers were promised', () => {
    expect(figuresOf(holding(10, [order({ origin: 'sitoo', outstanding: 3 })], 2))).toMatchObject({
      withheldFromCentra: 5,
      centraLevel: 5,
      sitooLevel: 10,
    });
    expect(figuresOf(holding(4, [order({ outstanding: 3 })], 5))).toMatchObject({
      withheldFromCentra: 1,
      centraLevel: 3,
      freeOnline: 0,
    });
    expect(figuresOf(holding(-2, [order({ outstanding: 3 })], 5))).toMatchObject({
      withheldFromCentra: 0,
      centraLevel: 0,
    });
  });

  it('The tills lack what web orders will take, whoever reports the pick first', () => {
    for (const units of [{ outstanding: 2 }, { outstanding: 0, deductedAtOrigin: 2 }])
      expect(figuresOf(holding(10, [order(units)])).sitooLevel).toBe(8);
    expect(figuresOf(holding(8, [order({ outstanding: 2, picked: 2 })])).sitooLevel).toBe(8);
  });
});

/**
 * A location as it really is, with a Centra and a Sitoo that deduct their own orders, and a ledger that sees everything, in
 * an order of its own. Steps that make no sense at a moment are left out.
 */
class World {
  readonly orders: OrderUnits[] = [];
  readonly safetyStock: number;
  physical: number;
  unitsForCentra = 0;
  published = 0;
  centra: number;

  constructor(physical: number, safetyStock: number) {
    this.physical = physical;
    this.centra = physical;
    this.safetyStock = safetyStock;
  }

  get holding() {
    const { physical, unitsForCentra, orders, safetyStock } = this;
    return { physical, unitsForCentra, drift: 0, orders, safetyStock };
  }

  move(cause: Cause, quantity: number): void {
    this.physical += quantity;
    this.unitsForCentra += unitsForCentra({ cause, quantity });
  }

  change(index: number, change: (units: OrderUnits) => Partial<OrderUnits>): void {
    const one = this.orders[index];
    if (one) this.orders[index] = { ...one, ...change(one) };
  }

  /** Goods leave the shelf. */
  pick(index: number): void {
    const one = this.orders[index];
    // As many as were wanted, or deducted ahead of our ledger.
    if (!one || one.picked >= one.outstanding + one.deductedAtOrigin) return;
    this.change(index, ({ picked }) => ({ picked: picked + 1 }));
    this.move(one.origin === 'centra' ? 'warehouse-pick-of-web-order' : 'warehouse-pick-of-till-order', -1);
  }

  /** The origin deducts a unit; Centra also from its physical stock. */
  deduct(index: number): void {
    const one = this.orders[index];
    if (!one || one.outstanding === 0) return;
    this.change(index, ({ outstanding, deductedAtOrigin }) => ({
      outstanding: outstanding - 1,
      deductedAtOrigin: deductedAtOrigin + 1,
    }));
    if (one.origin === 'centra') this.centra -= 1;
  }

  cancel(index: number): void {
    this.change(index, () => ({ outstanding: 0 }));
  }

  /** The publisher publishes to Centra what is pending. */
  publish(): void {
    const due = figuresOf(this.holding).changesForCentra - this.published;
    this.published += due;
    this.centra += due;
  }
}

const index = fc.nat(3);
const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('sale' as const), units: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ do: fc.constant('intake' as const), units: fc.integer({ min: 1, max: 5 }) }),
    fc.record({
      do: fc.constant('order' as const),
      origin: fc.constantFrom('centra', 'sitoo'),
      units: fc.integer({ min: 1, max: 3 }),
    }),
    fc.record({ do: fc.constantFrom('pick', 'deduct', 'cancel'), index }),
    fc.record({ do: fc.constant('publish' as const) }),
  ),
  { maxLength: 40 },
);

type Step = typeof steps extends fc.Arbitrary<(infer One)[]> ? One : never;

function play(world: World, step: Step): void {
  if (step.do === 'sale') world.move('till-sale', -step.units);
  else if (step.do === 'intake') world.move('warehouse-change', step.units);
  else if (step.do === 'publish') world.publish();
  else if (step.do === 'order' && 'units' in step)
    world.orders.push(order({ origin: step.origin, number: asId(`${world.orders.length}`), outstanding: step.units }));
  else if ('index' in step) {
    if (step.do === 'pick') world.pick(step.index);
    else if (step.do === 'deduct') world.deduct(step.index);
    else world.cancel(step.index);
  }
}

/** All goods have left that will, and every origin has deducted. */
function settle(world: World): void {
  for (const [i, one] of world.orders.entries()) {
    for (let left = one.outstanding + one.deductedAtOrigin - one.picked; left > 0; left -= 1) world.pick(i);
    for (let left = one.outstanding; left > 0; left -= 1) world.deduct(i);
  }
  world.publish();
}

describe('any history of sales, orders, picks, deductions and cancellations', () => {
  const worlds = fc.tuple(fc.nat(20), fc.nat(4), steps);

  it('Centra shows what we expect at every moment, whatever happens', () => {
    fc.assert(
      fc.property(worlds, ([physical, safetyStock, some]) => {
        const world = new World(physical, safetyStock);
        for (const step of some) {
          play(world, step);
          expect(expectedAtCentra(world.holding, world.published)).toBe(world.centra);
        }
      }),
    );
  });

  it('Publications never fall below zero, and leave Centra with exactly its level and its promises', () => {
    fc.assert(
      fc.property(worlds, ([physical, safetyStock, some]) => {
        const world = new World(physical, safetyStock);
        for (const step of some) {
          play(world, step);
          const position = figuresOf(world.holding);
          expect(
            Math.min(position.centraLevel, position.sitooLevel, position.withheldFromCentra),
          ).toBeGreaterThanOrEqual(0);
          expect(position.withheldFromCentra).toBeLessThanOrEqual(position.safetyStock + position.reservedTills);
        }
        world.publish();
        expect(world.centra).toBe(figuresOf(world.holding).centraLevel);
      }),
    );
  });

  it('Centra ends at the physical stock less what is withheld, with nothing left to publish', () => {
    fc.assert(
      fc.property(worlds, ([physical, safetyStock, some]) => {
        const world = new World(physical, safetyStock);
        for (const step of some) play(world, step);
        settle(world);
        const position = figuresOf(world.holding);
        const shown = Math.max(0, world.physical - position.withheldFromCentra);
        expect(position).toMatchObject({ reserved: 0, inFlightWeb: 0, inFlightTills: 0, centraLevel: shown });
        expect([world.centra, world.published]).toEqual([shown, position.changesForCentra]);
        expect(position.sitooLevel).toBe(Math.max(0, world.physical));
      }),
    );
  });
});

describe('the echo table', () => {
  it('Every cause that Centra does not deduct itself is published to it in full', () => {
    const published = (Object.keys(CAUSES) as Cause[]).filter(
      (cause) => unitsForCentra({ cause, quantity: -2 }) === -2,
    );
    expect(published).toEqual([
      'till-sale',
      'till-refund',
      'store-intake',
      'store-issue',
      'store-transfer',
      'store-count',
      'store-change',
      'warehouse-pick-of-till-order',
      'explained-later',
      'warehouse-change',
    ]);
  });
});

describe('which orders release their allocations', () => {
  const claim = (number: string, units: number, since: number) => ({
    origin: 'centra' as const,
    number: asId(number),
    units,
    since,
  });

  it('The newest orders release their allocations, and no more of them than needed', () => {
    const claims = [claim('1', 1, 10), claim('3', 1, 30), claim('2', 2, 20)];
    expect(chooseOrdersToRelease(claims, 1).map((one) => one.number)).toEqual(['3']);
    expect(chooseOrdersToRelease(claims, 2).map((one) => one.number)).toEqual(['3', '2']);
    expect(chooseOrdersToRelease(claims, 0)).toEqual([]);
    expect(chooseOrdersToRelease(claims, 99)).toHaveLength(3);
  });
});
