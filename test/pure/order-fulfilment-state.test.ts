import { describe, expect, it } from '@jest/globals';
import type { FulfilmentProgress, Parcel } from '../../domain/order/fulfilment.js';
import {
  type FulfilmentState,
  hasBegunToLeave,
  isClosedAtLocation,
  isUntouched,
  missingUnits,
  parcelsOf,
  type Shortage,
} from '../../domain/order/fulfilment-state.js';
import { isShort, shortageProblems, shortUnits, stopWaitingForGoods } from '../../domain/order/shortage.js';
import { asId } from '../support/ids.js';

const fulfilment = (changes: Partial<FulfilmentState> = {}): FulfilmentState => ({
  fulfilment: 1,
  location: 'store-01',
  kind: 'store',
  lines: [
    { line: asId('11'), quantity: 2 },
    { line: asId('12'), quantity: 3 },
  ],
  tried: [],
  stage: 'placed',
  counterpartOrders: new Map(),
  hasUnhandledProgress: false,
  shipments: [],
  reportedParcels: new Set(),
  cancelledUnits: [],
  isCancellingUnits: false,
  dueAt: undefined,
  recall: 'none',
  knownBeyond: [],
  shortages: new Map(),
  ...changes,
});

const shown = (changes: Partial<FulfilmentProgress>): FulfilmentProgress => ({
  fulfilment: 1,
  ref: '900',
  stage: 'open',
  picked: [],
  parcels: [],
  final: false,
  backOrder: false,
  ...changes,
});

const orders = (...all: Partial<FulfilmentProgress>[]) =>
  new Map(all.map((changes, i) => [String(i), shown({ ...changes, ref: String(i) })]));

describe('the state of a fulfilment', () => {
  it('Units are missing that were neither cancelled nor sent, in any of its parcels', () => {
    const left = [{ ref: 'a', lines: [{ line: asId('11'), quantity: 1 }], packages: 1 }];
    const backOrder = [{ ref: 'b', lines: [{ line: asId('12'), quantity: 1 }], packages: 1 }];
    const state = fulfilment({
      counterpartOrders: orders({ parcels: left }, { parcels: backOrder }),
      cancelledUnits: [{ line: asId('12'), quantity: 2 }],
    });
    expect(missingUnits(state)).toEqual([{ line: '11', quantity: 1 }]);
  });

  it('Parcels of a back order come after those of its order, whichever was read first', () => {
    const parcel = (ref: string): Parcel => ({ ref, lines: [{ line: asId('11'), quantity: 1 }], packages: 1 });
    const state = fulfilment({
      counterpartOrders: orders(
        { backOrder: true, parcels: [parcel('of the back order')] },
        { parcels: [parcel('of the order')] },
      ),
    });
    expect(parcelsOf(state).map(({ ref }) => ref)).toEqual(['of the order', 'of the back order']);
  });

  it('A fulfilment is closed at its location once its order and every back order are', () => {
    expect(isClosedAtLocation(fulfilment())).toBe(false);
    expect(isClosedAtLocation(fulfilment({ counterpartOrders: orders({ final: true }, {}) }))).toBe(false);
    expect(isClosedAtLocation(fulfilment({ counterpartOrders: orders({ final: true }, { final: true }) }))).toBe(true);
  });

  it('A fulfilment is untouched until someone begins with it, however far its placing has come', () => {
    for (const stage of ['planned', 'placing', 'placed'] as const)
      expect(isUntouched(fulfilment({ stage }))).toBe(true);
    for (const stage of ['picked', 'sent', 'rejected', 'cancelled', 'moved'] as const)
      expect(isUntouched(fulfilment({ stage }))).toBe(false);
    expect(isUntouched(fulfilment({ counterpartOrders: orders({ stage: 'error' }) }))).toBe(true);
    expect(isUntouched(fulfilment({ counterpartOrders: orders({ stage: 'working' }) }))).toBe(false);
  });

  it('Goods have begun to leave once a parcel left or a shipment was captured for them, but not with a skipped one', () => {
    const shipment = { counterpartOrder: '0', lines: [{ line: asId('11'), quantity: 1 }] };
    expect(hasBegunToLeave(fulfilment({ shipments: [{ ...shipment, status: 'skipped' }] }))).toBe(false);
    expect(
      hasBegunToLeave(
        fulfilment({ shipments: [{ ...shipment, id: asId(7), status: 'captured', captureFailures: 0 }] }),
      ),
    ).toBe(true);
    expect(
      hasBegunToLeave(
        fulfilment({ shipments: [{ ...shipment, id: asId(7), status: 'completed', captureFailures: 0 }] }),
      ),
    ).toBe(false);
    const parcels = [{ ref: 'a', lines: [{ line: asId('11'), quantity: 1 }], packages: 1 }];
    expect(hasBegunToLeave(fulfilment({ counterpartOrders: orders({ parcels }) }))).toBe(true);
  });
});

describe('a shortage', () => {
  const line = { knowledge: 'known' as const, unitPriceMinor: 100, allocations: [] };
  const order = {
    facts: {
      lines: [
        { ...line, line: asId('11'), sku: 'TEE', quantity: 2 },
        { ...line, line: asId('12'), sku: 'TEE', quantity: 3 },
      ],
    },
    corrections: {},
  };
  const short = (units: number, status: Shortage['status'] = 'new') => new Map([['TEE', { units, status }]]);

  it('Short units are as many as are missing at the location, and no more than the fulfilment holds', () => {
    expect(shortUnits(order, fulfilment({ shortages: short(3) }))).toEqual([
      { line: asId('11'), quantity: 2 },
      { line: asId('12'), quantity: 1 },
    ]);
    expect(
      shortUnits(order, fulfilment({ shortages: short(9), cancelledUnits: [{ line: asId('11'), quantity: 2 }] })),
    ).toEqual([{ line: '12', quantity: 3 }]);
  });

  it('A SKU that a person mapped to another is never short: the location does not know it by that name', () => {
    const mapped = { ...order, corrections: { skus: { TEE: 'TEE-2' } } };
    expect(shortUnits(mapped, fulfilment({ shortages: short(3) }))).toEqual([]);
    expect(shortageProblems(mapped, fulfilment({ shortages: short(3) }))[0]?.lines).toEqual([]);
  });

  it('A new shortage counts as long as nobody has begun with the fulfilment', () => {
    expect(isShort(fulfilment({ shortages: short(1) }))).toBe(true);
    expect(isShort(fulfilment({ shortages: short(1, 'handled') }))).toBe(false);
    expect(isShort(fulfilment({ shortages: short(1, 'waiting-for-goods') }))).toBe(false);
    expect(isShort(fulfilment({ shortages: short(1), stage: 'picked' }))).toBe(false);
  });

  it('Goods that were awaited and have not come are short again once their time is over', () => {
    const waiting = fulfilment({ shortages: short(1, 'waiting-for-goods') });
    expect(stopWaitingForGoods(waiting)).toBe(true);
    expect(isShort(waiting)).toBe(true);
    expect(stopWaitingForGoods(fulfilment({ shortages: short(1, 'handled') }))).toBe(false);
    expect(stopWaitingForGoods(fulfilment())).toBe(false);
  });
});
