import { describe, expect, it } from '@jest/globals';
import { fingerprint } from '../../activities/orders/fingerprint.js';
import { webOrderFacts } from '../../domain/order/facts-from-web.js';
import { isStale, type OrderFacts, unreadableFacts } from '../../domain/order/order-facts.js';
import type { Corrections } from '../../domain/order/settings.js';
import { settingsFor } from '../../domain/order/settings-of-brand.js';
import { unknownSkusIn } from '../../domain/order/unknown-sku.js';
import { problemsOf } from '../../domain/order/validate.js';
import type { WebOrder, WebOrderLine } from '../../domain/order/web-order.js';
import { asId, centraWarehouse } from '../support/ids.js';
import { testBrand, webLine, webOrder } from '../support/web-order.js';

const brand = testBrand({ requiredAttributes: [] });

const factsOf = (order: Partial<WebOrder>, corrections: Corrections = {}, unknown: string[] = []) =>
  webOrderFacts(webOrder(order), {
    brand,
    corrections,
    knowledgeOf: (sku) => (unknown.includes(sku) ? 'unknown' : 'known'),
    readAt: 0,
    fingerprint,
  });
const check = (facts: OrderFacts, corrections: Corrections = {}) =>
  problemsOf({ facts, settings: settingsFor(brand), corrections });
const problems = (order: Partial<WebOrder>, corrections: Corrections = {}, unknown: string[] = []): string[] =>
  check(factsOf(order, corrections, unknown), corrections).map((p) => p.code);

describe('readings that overtake each other', () => {
  const read = (updatedAt: string, readAt: number) =>
    webOrderFacts(webOrder({ updatedAt }), { brand, knowledgeOf: () => 'known', readAt, fingerprint });
  const seen = read('2026-11-20T10:00:05+01:00', 1_000);

  it('An older reading of an order never replaces a newer one', () => {
    expect(isStale(seen, read('2026-11-20T10:00:04+01:00', 2_000))).toBe(true);
    expect(isStale(seen, read('2026-11-20T10:00:05+01:00', 999))).toBe(true);
    expect(isStale(seen, read('2026-11-20T10:00:05+01:00', 1_000))).toBe(false);
    expect(isStale(seen, read('2026-11-20T10:00:06+01:00', 500))).toBe(false);
  });

  it('An unreadable order never replaces a readable one', () => {
    const unreadable = unreadableFacts({ origin: 'centra', number: asId('10045') }, 9_000, 'x');
    expect(isStale(seen, unreadable)).toBe(true);
    expect(isStale(unreadable, seen)).toBe(false);
  });
});

describe('the check before a transfer', () => {
  it('The check finds nothing wrong with a complete order', () => {
    expect(problems({})).toEqual([]);
  });

  it('The check lists every problem of an order together', () => {
    const { shippingOption: _, ...noCourier } = webOrder();
    const facts = webOrderFacts(
      { ...noCourier, currency: 'EUR', grandTotalMinor: 1, attributes: [{ type: 'gift', key: 'wrap', value: 'true' }] },
      { brand, knowledgeOf: () => 'unknown', readAt: 0, fingerprint },
    );
    expect(problemsOf({ facts, settings: settingsFor(brand) }).map((p) => p.code)).toEqual([
      'order.unknown-sku',
      'order.missing-courier',
      'order.missing-gift-message',
      'order.currency-mismatch',
      'order.totals-mismatch',
    ]);
  });

  it('The check asks for a complete address only when the order is sent home', () => {
    expect(problems({ shippingAddress: { firstName: 'Ada' } })).toEqual(['order.missing-address']);
    const inStore = [{ id: 1, warehouse: centraWarehouse(1), quantity: 2, isWaitingForConfirmation: false }];
    const collected = { shippingOption: { name: 'Collect', uri: 'click-and-collect' } };
    expect(problems({ ...collected, shippingAddress: {}, lines: [webLine({ allocations: inStore })] })).toEqual([]);
  });

  it('The check asks for a postal code only where the country has them', () => {
    const address = { firstName: 'Ada', address1: 'Flat B, 12/F', city: 'Kowloon', zipCode: '' };
    expect(problems({ shippingAddress: { ...address, countryCode: 'HK' } })).toEqual([]);
    expect(problems({ shippingAddress: { ...address, countryCode: 'SE' } })).toEqual(['order.missing-address']);
    expect(problems({ shippingAddress: { ...address } })).toEqual(['order.missing-address']);
  });

  it('The check says what the eye misses in a SKU that nobody knows', () => {
    const sentenceOf = (sku: string) => {
      const facts = webOrderFacts(webOrder({ lines: [webLine({ sku })] }), {
        brand,
        knowledgeOf: () => 'unknown',
        readAt: 0,
        fingerprint,
      });
      return check(facts).find(({ code }) => code === 'order.unknown-sku')?.sentence ?? '';
    };
    expect(sentenceOf('SHIRT-L ')).toContain('ends in a blank');
    expect(sentenceOf('\u200bSHIRT')).toContain('not visible');
    expect(sentenceOf('BOOT,42')).toContain('comma');
    expect(sentenceOf('SHIRT-L')).not.toMatch(/blank|comma|visible/);
    expect(unknownSkusIn(sentenceOf('SHIRT-L '))).toEqual(['SHIRT-L ']);
  });

  it('The check finds units that are allocated nowhere or to an unnamed warehouse', () => {
    expect(problems({ lines: [webLine({ allocations: [] })] })).toEqual(['order.unallocated']);
    const foreign = [{ id: 1, warehouse: centraWarehouse(77), quantity: 2, isWaitingForConfirmation: false }];
    expect(problems({ lines: [webLine({ allocations: foreign })] })).toEqual(['order.unknown-location']);
    const facts = factsOf({ lines: [webLine({ allocations: foreign })] });
    expect(check(facts)[0]?.sentence).toContain('allocated to warehouse 77 of Centra');
    expect(facts.lines[0]?.allocations).toEqual([]);
    expect(facts.lines[0]?.allocatedElsewhere).toEqual([{ warehouse: { system: 'centra', id: 77 }, quantity: 2 }]);
  });

  it('The check respects what people corrected', () => {
    expect(problems({}, { skus: { 'TEE-BLK-M': 'TEE-BLK-M2' } }, ['TEE-BLK-M'])).toEqual([]);
    expect(problems({ shippingOption: { name: 'x', uri: 'x' } }, { courier: 'home-standard' })).toEqual([]);
    expect(problems({ grandTotalMinor: 1 }, { accepted: ['order.totals-mismatch'] })).toEqual([]);
    expect(problems({ lines: [webLine({ allocations: [] })] }, { locations: { '11': 'store-02' } })).toEqual([]);
    const gift = [{ type: 'gift', key: 'wrap', value: 'true' }];
    expect(problems({ attributes: gift }, { giftMessageRef: 'note/1' })).toEqual([]);
  });

  it('The check refuses an order without units and one with a fractional quantity', () => {
    expect(problems({ lines: [webLine({ cancelledQuantity: 2 })] })).toEqual(['order.invalid-quantity']);
    expect(problems({ lines: [webLine({ cancelledQuantity: 3 })] })).toContain('order.invalid-quantity');
  });

  it("The check adds up the shop's own sums: lines less vouchers, plus shipping and tax, cancelled units left out", () => {
    const halved = [webLine({ cancelledQuantity: 1, lineValueMinor: 20000 })];
    expect(problems({ grandTotalMinor: 24900, lines: halved })).toEqual([]);
    expect(problems({ grandTotalMinor: 44900, lines: halved })).toEqual(['order.totals-mismatch']);
    expect(problems({ discountsMinor: 5000, grandTotalMinor: 39900 })).toEqual([]);
    expect(problems({ discountsMinor: 5000, grandTotalMinor: 44900 })).toEqual(['order.totals-mismatch']);
    // A price of 66.666667 three times: every line may be off by one minor unit, and so may each of the sums.
    expect(problems({ grandTotalMinor: 44903 })).toEqual([]);
    expect(problems({ grandTotalMinor: 44910 })).toEqual(['order.totals-mismatch']);
  });

  it('An order of gift certificates alone is done for us from its first moment: Centra sends and completes it itself', () => {
    const stateOf = (lines: readonly WebOrderLine[]) =>
      webOrderFacts(webOrder({ lines }), { brand, knowledgeOf: () => 'known', readAt: 0, fingerprint }).state;
    const certificate = webLine({ kind: 'gift-certificate', sku: '', allocations: [] });
    expect([stateOf([certificate]), stateOf([certificate, webLine()]), stateOf([])]).toEqual(['done', 'open', 'open']);
  });

  it('An archived order is done once everything was sent, and counts as archived while it holds units that were not', () => {
    const facts = (changes: Partial<WebOrder>) =>
      webOrderFacts(webOrder({ status: 'archived', ...changes }), {
        brand,
        knowledgeOf: () => 'known',
        readAt: 0,
        fingerprint,
      });
    const payments = [{ kind: 'authorisation', status: 'success', amountMinor: 99_900 }] as const;
    expect(facts({ payments })).toMatchObject({ state: 'archived' });
    expect(facts({ payments })).not.toHaveProperty('moneyLeft');
    expect(facts({ payments, shipments: [shipped] })).toMatchObject({
      state: 'done',
      moneyLeft: { kind: 'not-captured' },
    });
    expect(facts({ shipments: [{ ...shipped, isShipped: false }] }).state).toBe('archived');
    expect(facts({ lines: [webLine({ cancelledQuantity: webLine().quantity })] }).state).toBe('done');
  });

  it('A new revision follows a change in what fulfilment depends on, and no other change', () => {
    const revision = (changes: Partial<WebOrder>): string =>
      webOrderFacts(webOrder(changes), { brand, knowledgeOf: () => 'known', readAt: 0, fingerprint }).revision;
    const before = revision({});
    expect(revision({ updatedAt: '2026-11-21T10:00:00+01:00', internalComment: 'seen' })).toBe(before);
    expect(revision({ status: 'shipped', lines: [webLine({ allocations: [] })], shipments: [shipped] })).toBe(before);
    expect(revision({ lines: [webLine({ sku: 'TEE-BLACK-M' })] })).toBe(before);
    expect(revision({ status: 'cancelled' })).not.toBe(before);
    expect(revision({ isOnHold: true })).not.toBe(before);
    expect(revision({ lines: [webLine({ cancelledQuantity: 1 })] })).not.toBe(before);
    expect(revision({ shippingAddress: { ...webOrder().shippingAddress, address1: 'Lillgatan 2' } })).not.toBe(before);
  });
});

const shipped = {
  id: asId(1),
  number: '10045-1',
  isGoodToGo: true,
  isShipped: true,
  isPaid: true,
  isCaptured: true,
  totalMinor: 100,
  lines: [{ id: asId(501), line: asId(11), quantity: 2, returned: 0 }],
};
