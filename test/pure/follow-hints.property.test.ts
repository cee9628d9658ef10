import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CURSORS } from '../../activities/follow/cursors.js';
import type { InboxEvent } from '../../systems/database/port.js';
import { SystemProblem } from '../../systems/problem.js';
import { centraFollower, posOrder, shopOf, sitooFollower } from '../support/follower-rounds.js';
import { asId } from '../support/ids.js';
import { webOrder } from '../support/web-order.js';

const NEWEST = 900;
/** Ids that a counterpart refuses whatever they stand beside. */
const CULPRITS = [13, 404, 666];

const subject = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 40 }).map(String) },
  { weight: 2, arbitrary: fc.constantFrom(...CULPRITS).map(String) },
  fc.constantFrom('', '0', '-1', '1e9', ' 7', '7 ', '\u0000', '1'.repeat(40), '9'.repeat(18), '９', 'null', '{}'),
  fc.string({ maxLength: 60 }),
);
const kind = fc.oneof(
  fc.constantFrom('order', 'order.update', 'delivery', 'booking', 'stock-moved', 'shipment', 'unreadable'),
  fc.string({ maxLength: 20 }),
);
const inbox = fc
  .array(fc.record({ kind, subject }), { maxLength: 60 })
  .map((events) => events.map((event, i): InboxEvent => ({ ...event, id: i + 1 })));

const refuseCulprits = (system: 'centra' | 'sitoo', ids: readonly string[]): void => {
  const culprit = ids.find((id) => CULPRITS.includes(Number(id)) || id.length > 15);
  if (culprit !== undefined)
    throw new SystemProblem({
      kind: 'rejected',
      system,
      operation: 'orders',
      sentence: `There is no order ${culprit}.`,
    });
};
const isSane = (id: string): boolean => /^\d{1,15}$/.test(id) && !CULPRITS.includes(Number(id));

/** Rounds until nothing is left. */
async function follow(run: () => Promise<{ readonly more: boolean }>): Promise<void> {
  for (let rounds = 0; rounds < 20; rounds += 1) if (!(await run()).more) return;
  throw new Error('There is always more.');
}

describe('whatever the inbox holds', () => {
  it('The cursor of the web shop moves, every sane hint is acted upon, and each culprit is set aside', async () => {
    await fc.assert(
      fc.asyncProperty(inbox, async (events) => {
        const shop = shopOf([NEWEST], () => Date.now());
        const follower = centraFollower(
          {
            ...shop.centra,
            async orders(numbers) {
              refuseCulprits('centra', numbers);
              return numbers.map((number) => webOrder({ number }));
            },
          },
          events,
        );
        await follow(follower.run);
        expect(follower.cursors.has(CURSORS.centra.orders)).toBe(true);
        expect(follower.seen.has(String(NEWEST))).toBe(true);
        expect(follower.pending).toEqual([]);
        for (const event of events.filter((one) => one.kind.startsWith('order') && isSane(one.subject))) {
          expect(follower.seen.has(event.subject)).toBe(true);
          expect(follower.handled.has(event.id)).toBe(true);
        }
        for (const event of events.filter(
          (one) => one.kind.startsWith('order') && CULPRITS.includes(Number(one.subject)) && /^\d+$/.test(one.subject),
        ))
          expect(follower.refused.get(event.id)).toBe(`There is no order ${event.subject}.`);
      }),
      { numRuns: 150 },
    );
  });

  it('The cursor of the tills moves, every sane hint is acted upon, and each culprit is set aside', async () => {
    await fc.assert(
      fc.asyncProperty(inbox, async (events) => {
        const follower = sitooFollower(
          {
            ordersAfter: async (after) =>
              after === undefined
                ? { orders: [posOrder(NEWEST)], last: asId(NEWEST), more: false }
                : { orders: [], last: undefined, more: false },
            async orders(ids) {
              refuseCulprits('sitoo', ids);
              return ids.map((id) => posOrder(Number(id)));
            },
          },
          { events },
        );
        await follow(follower.run);
        expect(follower.cursors.get(CURSORS.sitoo.orders)).toBe(String(NEWEST));
        expect(follower.pending).toEqual([]);
        const ofOrders = events.filter((one) => ['order', 'delivery', 'booking'].includes(one.kind));
        for (const event of ofOrders.filter((one) => isSane(one.subject) && Number(one.subject) > 0))
          expect(follower.handled.has(event.id)).toBe(true);
        for (const event of ofOrders.filter((one) => /^(13|404|666)$/.test(one.subject)))
          expect(follower.refused.get(event.id)).toBe(`There is no order ${event.subject}.`);
      }),
      { numRuns: 150 },
    );
  });

  it('One culprit among a hundred hints costs calls in its logarithm, not one for each of the others', async () => {
    let calls = 0;
    const events = Array.from(
      { length: 100 },
      (_, i): InboxEvent => ({ id: i + 1, kind: 'order', subject: String(i + 1) }),
    );
    const follower = sitooFollower(
      {
        async orders(ids) {
          calls += 1;
          refuseCulprits('sitoo', ids);
          return ids.map((id) => posOrder(Number(id)));
        },
      },
      { events },
    );
    await follow(follower.run);
    expect([...follower.refused.keys()]).toEqual([13]);
    expect(follower.handled.size).toBe(99);
    expect(calls).toBeLessThan(16);
  });
});
