import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { expectedAtCentra, figuresOf } from '../../domain/stock/position.js';
import { asId } from '../support/ids.js';
import { MemoryLedger } from '../support/memory-ledger.js';
import { journalRow, stockPolicy } from '../support/stock-ledger.js';

type Place = 'dc' | 'store-1';
const SKU = 'TEE';
const AT_FIRST = 50;

interface OrderOfOthers {
  readonly number: number;
  readonly placedAt: number;
  outstanding: number;
  deducted: number;
  /** Units that have left the shelf. */
  left: number;
  changedAt: number;
}

/**
 * A shelf, a Centra that deducts what others ship, and a ledger that learns of either by looks of its own, whenever they
 * come. Nobody tells the ledger which order goods left for.
 */
class Shelf {
  readonly ledger = new MemoryLedger(stockPolicy());
  readonly orders: OrderOfOthers[] = [];
  readonly #place: Place;
  /** Centra does not show where goods were allocated that have left. */
  hidesWhatLeft = false;
  physical = AT_FIRST;
  centra = AT_FIRST;
  /** Every order is placed after the first figures were read. */
  #now = Date.now() + 86_400_000;
  #readings = 1;
  /** Units that moved since the ledger looked last, by movement. */
  #unread: number[] = [];

  constructor(place: Place) {
    this.#place = place;
    this.ledger.record({
      levels: { reading: 1, at: 0, rows: [{ ...this.#key, physical: AT_FIRST }] },
      initialStockOf: [place],
    });
  }

  get #key() {
    return { location: this.#place, sku: SKU };
  }

  place(units: number): void {
    this.#now += 1;
    const [placedAt, number] = [this.#now, this.orders.length + 1];
    this.orders.push({ number, placedAt, outstanding: units, deducted: 0, left: 0, changedAt: this.#now });
  }

  /** Goods leave the shelf for an order. */
  leave(order: OrderOfOthers): void {
    if (order.left >= order.outstanding + order.deducted) return;
    order.left += 1;
    this.move(-1);
  }

  /** Centra's shipment of one unit: it deducts it. */
  ship(order: OrderOfOthers): void {
    if (order.outstanding === 0) return;
    order.outstanding -= 1;
    order.deducted += 1;
    this.centra -= 1;
    this.#changed(order);
  }

  cancel(order: OrderOfOthers): void {
    // What has left is shipped, and stays so.
    if (order.left > order.deducted) return;
    order.outstanding = 0;
    this.#changed(order);
  }

  #changed(order: OrderOfOthers): void {
    this.#now += 1;
    order.changedAt = this.#now;
  }

  /** Goods come in, or are lost. */
  move(units: number): void {
    this.physical += units;
    this.#unread.push(units);
  }

  /** The ledger reads an order as it is now. */
  read({ number, placedAt, outstanding, deducted, changedAt }: OrderOfOthers): void {
    this.#now += 1;
    const hidden = this.hidesWhatLeft ? deducted : 0;
    this.ledger.record({
      orders: [
        {
          ...{ origin: 'centra', number: asId(number), placedAt, changedAt, readAt: this.#now, ofOthers: true },
          units:
            hidden > 0 && outstanding === 0
              ? []
              : [{ ...this.#key, outstanding, deductedAtOrigin: hidden > 0 ? 0 : deducted }],
          ...(hidden > 0 ? { unlocated: [{ sku: SKU, quantity: hidden }] } : {}),
        },
      ],
    });
  }

  /** The ledger looks at the shelf: a store has a row for each movement, a warehouse shows only its level. */
  look(each: boolean): void {
    if (this.#place === 'store-1')
      this.ledger.record({
        movements: this.#unread.map((units) =>
          journalRow(this.#key, units, { cause: units < 0 ? 'store-issue' : 'store-intake' }),
        ),
      });
    else {
      let level = this.physical - this.#unread.reduce((sum, units) => sum + units, 0);
      for (const units of each ? this.#unread : [this.#unread.reduce((sum, one) => sum + one, 0)]) {
        level += units;
        this.#readings += 1;
        this.ledger.record({ levels: { reading: this.#readings, at: 0, rows: [{ ...this.#key, physical: level }] } });
      }
    }
    this.#unread = [];
  }

  publish(): void {
    for (const direction of ['out', 'in'] as const) {
      const batch = this.ledger.claim({ target: 'centra', location: this.#place, direction }, [SKU]);
      if (!batch) continue;
      this.ledger.settle(batch, { state: 'done' });
      this.centra += (direction === 'in' ? 1 : -1) * batch.lines.reduce((sum, { quantity }) => sum + quantity, 0);
    }
  }

  /** As the comparison of levels does: it finds a difference only when everything that has happened is read. */
  compare(): void {
    this.look(true);
    for (const order of this.orders) this.read(order);
    this.publish();
    this.ledger.compare(this.#key, this.centra);
    this.publish();
  }

  get #position() {
    const position = this.ledger.at(this.#key);
    if (!position) throw new Error('the ledger has lost the position');
    return { ...position, orders: [...position.orders.values()] };
  }

  expected(): number {
    const position = this.#position;
    return expectedAtCentra(position, position.targets.get('centra')?.published ?? 0);
  }

  level(): number {
    return figuresOf(this.#position).centraLevel;
  }

  /** All goods have left that were shipped or are wanted, Centra has deducted them, and the ledger has read it all. */
  end(each: boolean): void {
    for (const order of this.orders) {
      while (order.left < order.outstanding + order.deducted) this.leave(order);
      while (order.outstanding > 0) this.ship(order);
    }
    this.look(each);
    for (const order of this.orders) this.read(order);
    this.publish();
  }
}

const step = fc.oneof(
  fc.record({ do: fc.constant('place' as const), units: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ do: fc.constant('move' as const), units: fc.integer({ min: -2, max: 4 }) }),
  fc.record({ do: fc.constantFrom('leave', 'leave', 'ship', 'ship', 'read', 'read', 'cancel'), nth: fc.nat(3) }),
  fc.record({ do: fc.constantFrom('look', 'publish') }),
);
const worlds = fc.tuple(fc.constantFrom('dc' as const, 'store-1' as const), fc.array(step, { maxLength: 40 }));
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

function play(shelf: Shelf, one: Step, each: boolean): void {
  if (one.do === 'place' && 'units' in one) shelf.place(one.units);
  else if (one.do === 'move' && 'units' in one) shelf.move(one.units);
  else if (one.do === 'look') shelf.look(each);
  else if (one.do === 'publish') shelf.publish();
  else if ('nth' in one) {
    const order = shelf.orders[one.nth];
    if (!order) return;
    if (one.do === 'leave') shelf.leave(order);
    else if (one.do === 'ship') shelf.ship(order);
    else if (one.do === 'cancel') shelf.cancel(order);
    else shelf.read(order);
  }
}

describe('goods that others send from our shelves', () => {
  it('A unit is counted once, whether Centra deducts it or the shelf lacks it first, and whenever either is read', () => {
    fc.assert(
      fc.property(worlds, ([place, steps]) => {
        const shelf = new Shelf(place);
        for (const one of steps) play(shelf, one, true);
        shelf.end(true);
        expect([shelf.centra, shelf.expected(), shelf.level()]).toEqual([
          shelf.physical,
          shelf.physical,
          shelf.physical,
        ]);
      }),
      { numRuns: 300 },
    );
  });

  it('Movements that one reading nets, such as goods that came in as others left, are right after the comparison of the night', () => {
    fc.assert(
      fc.property(worlds, ([place, steps]) => {
        const shelf = new Shelf(place);
        for (const one of steps) play(shelf, one, false);
        shelf.end(false);
        shelf.ledger.settleOrdersOfOthers();
        const drift = shelf.centra - shelf.expected();
        shelf.publish();
        // The comparison publishes with the opposite sign whatever nothing explains.
        expect(shelf.centra - drift).toBe(shelf.physical);
      }),
      { numRuns: 300 },
    );
  });

  it('Units that left from a place that nobody names are counted once after a comparison, and not again by what is read later', () => {
    const compared = fc.oneof({ weight: 8, arbitrary: step }, fc.constant('compare' as const));
    fc.assert(
      fc.property(
        fc.constantFrom('dc' as const, 'store-1' as const),
        fc.array(compared, { maxLength: 40 }),
        (place, steps) => {
          const shelf = new Shelf(place);
          for (const one of steps) {
            shelf.hidesWhatLeft = !shelf.hidesWhatLeft;
            if (one === 'compare') shelf.compare();
            else play(shelf, one, true);
          }
          shelf.hidesWhatLeft = true;
          shelf.end(true);
          shelf.ledger.settleOrdersOfOthers();
          shelf.compare();
          expect([shelf.centra, shelf.expected()]).toEqual([shelf.physical, shelf.physical]);
          // Whatever later readings say of the place: nothing is published for it.
          for (const hides of [true, false]) {
            shelf.hidesWhatLeft = hides;
            for (const order of shelf.orders) shelf.read(order);
            shelf.publish();
            expect(shelf.centra).toBe(shelf.physical);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('A fall while an order of others waits is not published, and is once that order has ended without it', () => {
    const shelf = new Shelf('dc');
    shelf.place(2);
    const [order] = shelf.orders;
    if (!order) throw new Error('the order was not placed');
    shelf.read(order);
    shelf.move(-1);
    shelf.look(true);
    shelf.publish();
    expect(shelf.centra).toBe(AT_FIRST);
    shelf.cancel(order);
    shelf.read(order);
    shelf.publish();
    expect(shelf.centra).toBe(AT_FIRST - 1);
  });
});
