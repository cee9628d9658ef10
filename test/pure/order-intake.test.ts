import { describe, expect, it } from '@jest/globals';
import type { ReportedProgress } from '../../domain/order/fulfilment.js';
import type { OrderFacts } from '../../domain/order/order-facts.js';
import { settingsFor } from '../../domain/order/settings-of-brand.js';
import type { OrderReading } from '../../workflows/messages.js';
import { addFulfilment } from '../../workflows/order/fulfilments.js';
import {
  applyOwnReading,
  applyProductsArrived,
  applyProgress,
  applyReadings,
  type Intake,
  newestProgress,
} from '../../workflows/order/intake.js';
import { endOf, type OrderState, openOrder } from '../../workflows/order/order-state.js';
import { asId } from '../support/ids.js';
import { orderFacts } from '../support/order-facts.js';
import { testBrand } from '../support/web-order.js';

const settings = settingsFor(testBrand());

const facts = (changes: Partial<OrderFacts> = {}): OrderFacts =>
  orderFacts({
    lines: [{ line: asId('11'), sku: 'TEE', quantity: 2, knowledge: 'unknown', unitPriceMinor: 50, allocations: [] }],
    ...changes,
  });

const reading = (changes: Partial<OrderFacts> = {}): OrderReading => ({ facts: facts(changes), settings });

/** An order and what its timeline was told; nothing here raises a case. */
function opened(): { order: OrderState; run: Intake; sentences: string[] } {
  const order = openOrder({ brand: 'test', ...reading() });
  const sentences: string[] = [];
  return { order, run: { order, timeline: { add: (sentence) => void sentences.push(sentence) } }, sentences };
}

describe('readings of an order', () => {
  it('A reading that is older than what is known changes nothing', () => {
    const { order, run, sentences } = opened();
    applyReadings(run, [reading({ changedAt: 999, revision: 'older' })]);
    expect(order.facts.revision).toBe('a');
    expect(sentences).toEqual([]);
    applyReadings(run, [reading({ changedAt: 1_001, revision: 'b', state: 'on-hold' })]);
    expect(order.facts.revision).toBe('b');
    expect(sentences).toEqual(['The order is now on-hold where it was placed.']);
  });

  it('The newest of readings that waited together counts, wherever it stands among them, and a signal without a reading counts for nothing', () => {
    const { order, run, sentences } = opened();
    const newest = reading({ changedAt: 1_003, revision: 'd', state: 'on-hold' });
    const nothing = [undefined, null, {}] as object as OrderReading[];
    applyReadings(run, [reading({ changedAt: 1_001 }), newest, ...nothing, reading({ changedAt: 1_002 })]);
    expect(order.facts.revision).toBe('d');
    expect(sentences).toEqual(['The order is now on-hold where it was placed.']);
  });

  it('A reading of a follower, who knows no corrections, is read again once people have corrected something', () => {
    const { order, run } = opened();
    order.corrections = { courier: 'home-standard' };
    applyReadings(run, [reading({ changedAt: 1_001 })]);
    expect(order.reread).toBe('uncorrected');
    applyOwnReading(order, reading({ changedAt: 1_001 }));
    expect(order.reread).toBe('no');
  });

  it('Archiving a cancelled order leaves it cancelled with the money that is known, whichever way it is read, until it is open again', () => {
    const cancelled = { state: 'cancelled', lines: [], moneyLeft: { kind: 'captured-too-much', minor: 500 } } as const;
    const putAway = reading({ changedAt: 1_003, readAt: 3_000, revision: 'c', state: 'archived' });
    const ways: Readonly<Record<string, (run: Intake) => void>> = {
      'each by itself': (run) => {
        applyReadings(run, [reading({ changedAt: 1_002, ...cancelled })]);
        applyReadings(run, [putAway]);
      },
      'both together': (run) => applyReadings(run, [reading({ changedAt: 1_002, ...cancelled }), putAway]),
      'by ourselves': (run) => {
        applyOwnReading(run.order, reading({ changedAt: 1_002, ...cancelled }));
        applyOwnReading(run.order, putAway);
      },
    };
    for (const [way, read] of Object.entries(ways)) {
      const { order, run } = opened();
      read(run);
      expect({ way, ...order.facts }).toMatchObject({ way, ...cancelled, changedAt: 1_003, readAt: 3_000 });
      applyReadings(run, [reading({ changedAt: 1_004, revision: 'd' })]);
      expect({ way, ...order.facts }).toMatchObject({ way, state: 'open', revision: 'd' });
      expect(order.facts.moneyLeft).toBeUndefined();
    }
  });

  it('Products that arrive make the order read again, whatever was read a moment before they did', () => {
    const { order, run } = opened();
    for (const skus of [undefined, 'TEE', ['CAP']]) applyProductsArrived(run, [{ skus }]);
    expect(order.reread).toBe('no');
    applyProductsArrived(run, [{ skus: ['CAP'] }, { skus: ['TEE'] }]);
    // Both were under way when the product was created.
    applyOwnReading(order, reading());
    applyReadings(run, [reading({ changedAt: 1_001 })]);
    expect(order.reread).toBe('products-arrived');
  });
});

describe('progress of a fulfilment', () => {
  const progress = (changes: Partial<ReportedProgress> = {}): ReportedProgress => ({
    fulfilment: 1,
    ref: '900',
    stage: 'picked',
    picked: [{ line: asId('11'), quantity: 2 }],
    parcels: [],
    final: false,
    backOrder: false,
    ...changes,
  });

  it('Progress is handled once, and progress that is known already is not handled again', () => {
    const { order } = opened();
    const fulfilment = addFulfilment(order, { location: 'dc', lines: [{ line: asId('11'), quantity: 2 }] });
    applyProgress(order, progress());
    expect(fulfilment.hasUnhandledProgress).toBe(true);
    fulfilment.hasUnhandledProgress = false;
    applyProgress(order, progress());
    applyProgress(order, progress({ stage: 'open', picked: [] }));
    expect(fulfilment.hasUnhandledProgress).toBe(false);
    applyProgress(order, progress({ stage: 'sent', final: true }));
    expect(fulfilment.hasUnhandledProgress).toBe(true);
  });

  it('The newest progress of each order at a counterpart is taken of all that waited together, and a signal without progress counts for nothing', () => {
    const sent = progress({ stage: 'sent' });
    const nothing = [null, {}, 'x'] as object as ReportedProgress[];
    const reports = [
      [progress()],
      [sent, progress({ ref: '901' })],
      nothing,
      [progress({ stage: 'open', picked: [] })],
    ];
    expect([...newestProgress(reports)]).toEqual([sent, progress({ ref: '901' })]);
  });

  it('An order that ends leaves behind what had left with each order of a location, but for what a person was asked about', () => {
    const { order } = opened();
    addFulfilment(order, { location: 'dc', lines: [{ line: asId('11'), quantity: 3 }] });
    const parcel = (quantity: number) => ({ ref: 'p', lines: [{ line: asId<never>('11'), quantity }], packages: 1 });
    applyProgress(order, progress({ parcels: [parcel(2)] }));
    applyProgress(order, progress({ ref: '901', parcels: [parcel(1)], backOrder: true }));
    applyProgress(order, progress({ ref: '902', backOrder: true }));
    expect(endOf(order).sent).toEqual([
      { fulfilment: 1, ref: '900', units: 2 },
      { fulfilment: 1, ref: '901', units: 1 },
    ]);
    order.takenBack.add('1/901');
    expect(endOf(order).sent).toEqual([{ fulfilment: 1, ref: '900', units: 2 }]);
  });

  it('Progress that comes before its fulfilment is planned waits for it, and is about its own lines', () => {
    const { order } = opened();
    applyProgress(order, progress({ picked: [{ position: 0, quantity: 1 }] }));
    const fulfilment = addFulfilment(order, { location: 'dc', lines: [{ line: asId('11'), quantity: 2 }] });
    expect(fulfilment.hasUnhandledProgress).toBe(true);
    expect(fulfilment.counterpartOrders.get('900')?.picked).toEqual([{ line: '11', quantity: 1 }]);
  });
});
