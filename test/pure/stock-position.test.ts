import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chooseOrdersToRelease } from '../../domain/stock/allocation-loss.js';
import { CAUSES, type Cause, notRecordedByCentra } from '../../domain/stock/movement.js';
import { inFlight, neverDeducted, type OrderUnits, promised, unpicked } from '../../domain/stock/order-units.js';
import { expectedAtCentra, positionOf } from '../../domain/stock/position.js';

const order = (units: Partial<OrderUnits>): OrderUnits => ({
  origin: 'centra',
  number: '1',
  open: 0,
  taken: 0,
  booked: 0,
  ...units,
});
const holding = (physical: number, orders: OrderUnits[] = [], safetyStock = 0) => ({
  physical,
  unpublished: 0,
  drift: 0,
  orders,
  safetyStock,
});

describe('the units of an order', () => {
  it.each([
    ['waits', { open: 2 }, { unpicked: 2, promised: 2, inFlight: 0, neverDeducted: 0 }],
    ['was picked in part', { open: 2, taken: 1 }, { unpicked: 1, promised: 1, inFlight: 1, neverDeducted: 0 }],
    [
      'was cancelled after the pick',
      { open: 0, taken: 2 },
      { unpicked: 0, promised: 0, inFlight: 0, neverDeducted: 2 },
    ],
    [
      'was booked before we saw it leave',
      { open: 1, booked: 2 },
      { unpicked: 1, promised: 3, inFlight: 0, neverDeducted: 0 },
    ],
    ['is settled', { taken: 2, booked: 2 }, { unpicked: 0, promised: 0, inFlight: 0, neverDeducted: 0 }],
  ])('that %s', (_, units, expected) => {
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
  it('keeps safety stock and units of till orders from Centra, never what its own customers were promised', () => {
    expect(positionOf(holding(10, [order({ origin: 'sitoo', open: 3 })], 2))).toMatchObject({
      withheld: 5,
      centraLevel: 5,
      sitooLevel: 10,
    });
    expect(positionOf(holding(4, [order({ open: 3 })], 5))).toMatchObject({
      withheld: 1,
      centraLevel: 3,
      freeOnline: 0,
    });
    expect(positionOf(holding(-2, [order({ open: 3 })], 5))).toMatchObject({ withheld: 0, centraLevel: 0 });
  });

  it('lacks for tills what web orders will take, whoever sees it leave first', () => {
    for (const units of [{ open: 2 }, { open: 0, booked: 2 }])
      expect(positionOf(holding(10, [order(units)])).sitooLevel).toBe(8);
    expect(positionOf(holding(8, [order({ open: 2, taken: 2 })])).sitooLevel).toBe(8);
  });
});

/**
 * A location as it really is, with a Centra and a Sitoo that book their own orders, and a ledger that sees everything, in
 * an order of its own. Steps that make no sense at a moment are left out.
 */
class World {
  readonly orders: OrderUnits[] = [];
  readonly safetyStock: number;
  physical: number;
  unpublished = 0;
  published = 0;
  centra: number;

  constructor(physical: number, safetyStock: number) {
    this.physical = physical;
    this.centra = physical;
    this.safetyStock = safetyStock;
  }

  get holding() {
    const { physical, unpublished, orders, safetyStock } = this;
    return { physical, unpublished, drift: 0, orders, safetyStock };
  }

  move(cause: Cause, quantity: number): void {
    this.physical += quantity;
    this.unpublished += notRecordedByCentra({ cause, quantity });
  }

  change(index: number, change: (units: OrderUnits) => Partial<OrderUnits>): void {
    const one = this.orders[index];
    if (one) this.orders[index] = { ...one, ...change(one) };
  }

  /** Goods leave the shelf. */
  pick(index: number): void {
    const one = this.orders[index];
    // As many as were wanted, or booked ahead of our ledger.
    if (!one || one.taken >= one.open + one.booked) return;
    this.change(index, ({ taken }) => ({ taken: taken + 1 }));
    this.move(one.origin === 'centra' ? 'warehouse-pick-of-web-order' : 'warehouse-pick-of-till-order', -1);
  }

  /** The origin books a unit as gone; Centra takes it off its physical stock. */
  book(index: number): void {
    const one = this.orders[index];
    if (!one || one.open === 0) return;
    this.change(index, ({ open, booked }) => ({ open: open - 1, booked: booked + 1 }));
    if (one.origin === 'centra') this.centra -= 1;
  }

  cancel(index: number): void {
    this.change(index, () => ({ open: 0 }));
  }

  /** The push loop tells Centra what is due. */
  tell(): void {
    const due = positionOf(this.holding).publishedToCentra - this.published;
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
    fc.record({ do: fc.constantFrom('pick', 'book', 'cancel'), index }),
    fc.record({ do: fc.constant('tell' as const) }),
  ),
  { maxLength: 40 },
);

type Step = typeof steps extends fc.Arbitrary<(infer One)[]> ? One : never;

function play(world: World, step: Step): void {
  if (step.do === 'sale') world.move('till-sale', -step.units);
  else if (step.do === 'intake') world.move('warehouse-change', step.units);
  else if (step.do === 'tell') world.tell();
  else if (step.do === 'order' && 'units' in step)
    world.orders.push(order({ origin: step.origin, number: `${world.orders.length}`, open: step.units }));
  else if ('index' in step) {
    if (step.do === 'pick') world.pick(step.index);
    else if (step.do === 'book') world.book(step.index);
    else world.cancel(step.index);
  }
}

/** All goods have left that will, and everybody has booked. */
function settle(world: World): void {
  for (const [i, one] of world.orders.entries()) {
    for (let left = one.open + one.booked - one.taken; left > 0; left -= 1) world.pick(i);
    for (let left = one.open; left > 0; left -= 1) world.book(i);
  }
  world.tell();
}

describe('any history of sales, orders, picks, bookings and cancellations', () => {
  const worlds = fc.tuple(fc.nat(20), fc.nat(4), steps);

  it('leaves Centra with what we expect it to show, at every moment', () => {
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

  it('never tells below zero, and once told Centra shows exactly its level and keeps its promises', () => {
    fc.assert(
      fc.property(worlds, ([physical, safetyStock, some]) => {
        const world = new World(physical, safetyStock);
        for (const step of some) {
          play(world, step);
          const position = positionOf(world.holding);
          expect(Math.min(position.centraLevel, position.sitooLevel, position.withheld)).toBeGreaterThanOrEqual(0);
          expect(position.withheld).toBeLessThanOrEqual(position.safetyStock + position.reservedTills);
        }
        world.tell();
        expect(world.centra).toBe(positionOf(world.holding).centraLevel);
      }),
    );
  });

  it('ends with Centra at the physical stock less what is withheld, and nothing more to tell', () => {
    fc.assert(
      fc.property(worlds, ([physical, safetyStock, some]) => {
        const world = new World(physical, safetyStock);
        for (const step of some) play(world, step);
        settle(world);
        const position = positionOf(world.holding);
        const shown = Math.max(0, world.physical - position.withheld);
        expect(position).toMatchObject({ reserved: 0, inFlightWeb: 0, inFlightTills: 0, centraLevel: shown });
        expect([world.centra, world.published]).toEqual([shown, position.publishedToCentra]);
        expect(position.sitooLevel).toBe(Math.max(0, world.physical));
      }),
    );
  });
});

describe('the echo table', () => {
  it('tells Centra every cause that it does not book itself, in full', () => {
    const published = (Object.keys(CAUSES) as Cause[]).filter(
      (cause) => notRecordedByCentra({ cause, quantity: -2 }) === -2,
    );
    expect(published).toEqual([
      'till-sale',
      'till-refund',
      'store-intake',
      'store-issue',
      'store-count',
      'store-change',
      'warehouse-pick-of-till-order',
      'warehouse-change',
    ]);
  });
});

describe('who gives way', () => {
  const claim = (number: string, units: number, since: number) => ({ origin: 'centra' as const, number, units, since });

  it('is the youngest, and no more of them than needed', () => {
    const claims = [claim('1', 1, 10), claim('3', 1, 30), claim('2', 2, 20)];
    expect(chooseOrdersToRelease(claims, 1).map((one) => one.number)).toEqual(['3']);
    expect(chooseOrdersToRelease(claims, 2).map((one) => one.number)).toEqual(['3', '2']);
    expect(chooseOrdersToRelease(claims, 0)).toEqual([]);
    expect(chooseOrdersToRelease(claims, 99)).toHaveLength(3);
  });
});
