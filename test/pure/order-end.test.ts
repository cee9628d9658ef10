import { describe, expect, it } from '@jest/globals';
import { changeAfterEnd, type OrderEnd, settledBefore } from '../../domain/order/order-end.js';
import type { OrderFacts } from '../../domain/order/order-facts.js';
import { asId } from '../support/ids.js';

const END: OrderEnd = {
  run: 1,
  state: 'open',
  changedAt: 1_000,
  readAt: 2_000,
  covered: [{ line: asId('11'), quantity: 2, location: 'dc' }],
  wanted: [
    { line: asId('11'), quantity: 2 },
    { line: asId('12'), quantity: 1 },
  ],
};

/** A reading after that end; `units` are those of the lines that it holds. */
function reading(units: Readonly<Record<string, number>>, changes: Partial<OrderFacts> = {}): OrderFacts {
  return {
    origin: 'centra',
    number: asId('10045'),
    revision: 'b',
    changedAt: 1_001,
    readAt: 3_000,
    state: 'open',
    currency: 'SEK',
    totalMinor: 100,
    addsUpToMinor: 100,
    delivery: 'home',
    gift: { requested: false, messagePresent: false },
    shipTo: 'here',
    addressMissing: [],
    attributesMissing: [],
    lines: Object.entries(units).map(([line, quantity]) => ({
      line: asId(line),
      sku: 'TEE',
      quantity,
      knowledge: 'known',
      unitPriceMinor: 50,
      allocations: [],
    })),
    ...changes,
  };
}

describe('what a reading means after the end of an order', () => {
  it.each([
    ['the same order', reading({ 11: 2, 12: 1 }), 'nothing'],
    ['the order as done', reading({ 11: 2, 12: 1 }, { state: 'done' }), 'nothing'],
    ['a decided line that is gone', reading({ 11: 2, 12: 0 }), 'nothing'],
    [
      'a service that was added',
      reading({ 11: 2, 12: 1 }, { services: [{ line: asId('13'), quantity: 1, inShipments: 0 }] }),
      'open-units',
    ],
    [
      'money that is left, all being sent',
      reading({ 11: 2, 12: 1 }, { state: 'done', moneyLeft: { kind: 'reserved', minor: 100 } }),
      'money-left',
    ],
    [
      'money that was captured too much',
      reading({ 11: 2, 12: 1 }, { state: 'done', moneyLeft: { kind: 'captured-too-much', minor: 100 } }),
      'money-left',
    ],
    ['a new line', reading({ 11: 2, 12: 1, 13: 1 }), 'open-units'],
    ['more of a line', reading({ 11: 3, 12: 1 }), 'open-units'],
    [
      'a new line that waits for its payment',
      reading({ 11: 2, 12: 1, 13: 1 }, { state: 'waiting-for-payment' }),
      'open-units',
    ],
    ['more of a line, read before the end', reading({ 11: 3 }, { changedAt: 999 }), 'nothing'],
    [
      'more of a line, read before the end within a second',
      reading({ 11: 3 }, { changedAt: 1_000, readAt: 1_999 }),
      'nothing',
    ],
    ['more of a line, where others say it is done', reading({ 11: 3, 12: 1 }, { state: 'done' }), 'nothing'],
    ['fewer units than were fulfilled', reading({ 11: 1, 12: 1 }), 'fewer-units'],
    ['a cancellation of what was fulfilled', reading({ 11: 0, 12: 0 }, { state: 'cancelled' }), 'fewer-units'],
    ['an order that cannot be read', reading({}, { unreadable: 'It has no lines.' }), 'nothing'],
  ] as const)('After the end %s is sorted as it must be', (_, facts, change) => {
    expect(changeAfterEnd(END, facts)).toBe(change);
  });

  it.each([
    ['reserved', 'nothing'],
    ['not-captured', 'money-left'],
    ['captured-too-much', 'money-left'],
  ] as const)(
    'After an end at which finance was asked about reserved money, %s money is sorted as it must be',
    (kind, change) => {
      const left = reading({ 11: 2, 12: 1 }, { state: 'done', moneyLeft: { kind, minor: 100 } });
      expect(changeAfterEnd({ ...END, moneyAsked: ['reserved'] }, left)).toBe(change);
    },
  );

  it('What is still open of an order that is archived begins no new run', () => {
    expect(changeAfterEnd(END, reading({ 11: 2, 12: 3 }))).toBe('open-units');
    expect(changeAfterEnd(END, reading({ 11: 2, 12: 3 }, { state: 'archived' }))).toBe('nothing');
  });

  it('An order that ended cancelled is fulfilled when its units come back, but not what was fulfilled before', () => {
    const cancelled: OrderEnd = {
      ...END,
      state: 'cancelled',
      covered: [],
      wanted: [{ line: asId('11'), quantity: 0 }],
    };
    expect(changeAfterEnd(cancelled, reading({ 11: 2 }))).toBe('open-units');
    expect(changeAfterEnd(cancelled, reading({ 11: 0 }, { state: 'cancelled' }))).toBe('nothing');
    const late: OrderEnd = { ...END, state: 'cancelled' };
    expect(changeAfterEnd(late, reading({ 11: 2 }))).toBe('nothing');
    expect(changeAfterEnd(late, reading({}, { state: 'cancelled' }))).toBe('nothing');
    expect(changeAfterEnd(late, reading({ 11: 2, 12: 1 }))).toBe('open-units');
  });

  it('A new run leaves alone what was fulfilled, by its location, and what people decided', () => {
    expect(settledBefore(END)).toEqual([
      { line: '11', quantity: 2, location: 'dc' },
      { line: '12', quantity: 1, location: '' },
    ]);
    expect(settledBefore({ ...END, state: 'cancelled' })).toEqual(END.covered);
  });
});
