import { setTimeout as pause } from 'node:timers/promises';
import { chunk } from '../../../domain/chunk.js';
import type { CentraOrderNumber } from '../../../domain/ids.js';
import { storeFulfilmentName } from '../../../domain/names.js';
import type { OrderFacts } from '../../../domain/order/order-facts.js';
import { planFulfilments } from '../../../domain/order/split-order.js';
import type { Act } from '../../simulators/control.js';
import type { Section } from './measure.js';
import { onStage, type Stage } from './stage.js';
import { skuOf, worldOf } from './worlds.js';

const FIRST_ORDER = 500_000;
const ACTS_AT_ONCE = 500;
/** Each round reads the last three seconds again, for clocks that differ; what changed during an outage lies further back, ms. */
const BEYOND_OVERLAP_MS = 4_000;
/** Rounds after which a follower that still says that there is more is given up. */
const MOST_ROUNDS = 400;

async function act(control: Stage['controls']['centra'], acts: readonly Act[]): Promise<void> {
  for (const some of chunk(acts, ACTS_AT_ONCE)) {
    const refused = (await control.act(some)).find(({ ok }) => !ok);
    if (refused) throw new Error(`The simulator refused an act: ${refused.error}`);
  }
}

const webOrder = (i: number, sku: string, location?: string): Act => ({
  type: 'web.order',
  order: FIRST_ORDER + i,
  delivery: 'home',
  lines: [{ sku, quantity: 1 }],
  ...(location === undefined ? {} : { location }),
});

/** Rounds of a follower until it says that there is no more. @returns how many, or undefined when it never said so */
async function rounds(
  stage: Stage,
  follower: 'centra' | 'sitoo' | 'till-sales',
  isDone = () => true,
): Promise<number | undefined> {
  const activities = stage.worker();
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    const { more } = await stage.attempt(() =>
      follower === 'till-sales' ? activities.readTillSales() : activities.readChanges({ follower }),
    );
    if (!more && isDone()) return round;
  }
  return undefined;
}

const inRounds = (count: number | undefined): string =>
  count === undefined ? `still more after ${MOST_ROUNDS} rounds` : `${count} rounds`;

/** The input of every order that was started; other workflows are started as well. */
const ordersStarted = ({ started }: Stage): { readonly facts: OrderFacts }[] =>
  [...started].flatMap(([id, input]) => (id.startsWith('order/') ? [input as { readonly facts: OrderFacts }] : []));

/** Places the fulfilment of every order that was started, as its workflow would. */
async function placeAtStores(stage: Stage): Promise<void> {
  const activities = stage.worker();
  for (const { facts } of ordersStarted(stage)) {
    const [fulfilment] = planFulfilments(facts);
    if (!fulfilment) continue;
    const { origin, number, revision } = facts;
    const identity = { origin, number, fulfilment: 1, kind: 'store' as const, location: fulfilment.location };
    const placed = await stage.attempt(() =>
      activities.placeFulfilment({
        ...identity,
        brand: stage.brand.brand,
        lines: fulfilment.lines,
        corrections: {},
        planned: [identity],
        checkedRevision: revision,
      }),
    );
    if (placed.outcome !== 'placed') throw new Error(`Order ${number} was not placed: ${placed.outcome}`);
  }
}

const nameOf = (i: number): string => storeFulfilmentName(String(FIRST_ORDER + i) as CentraOrderNumber, 1);

/** More orders changed than one round reads, as after a long outage or at the first start. */
export const changedOrders: Section = {
  name: 'orders',
  what: 'web orders that changed at once',
  size: 12_500,
  run: (size, { servers, time }) =>
    onStage({ ...servers, world: worldOf({ skus: 50, locations: 5, units: 1_000_000 }) }, async (stage) => {
      await act(
        stage.controls.centra,
        Array.from({ length: size }, (_, i) => webOrder(i, skuOf(i % 50))),
      );
      await pause(BEYOND_OVERLAP_MS);
      await time(stage.calls, async () => {
        const count = await rounds(stage, 'centra');
        const started = ordersStarted(stage).length;
        return { ended: started === size, notes: [`${started} orders started`, inRounds(count)] };
      });
    }),
};

/** Every event of what the stores did is lost: the sweep must find all of it. */
export const openFulfilments: Section = {
  name: 'open',
  what: 'open fulfilments at stores, all of them sent, every event lost',
  size: 1_500,
  run: (size, { servers, time }) =>
    onStage({ ...servers, world: worldOf({ skus: 50, locations: 11, units: 1_000_000 }) }, async (stage) => {
      const store = (i: number) => `store-${String((i % 10) + 1).padStart(2, '0')}`;
      await act(
        stage.controls.centra,
        Array.from({ length: size }, (_, i) => webOrder(i, skuOf(i % 50), store(i))),
      );
      await rounds(stage, 'centra');
      await rounds(stage, 'sitoo');
      await placeAtStores(stage);
      // They are not new any more when the goods leave: only an event, or the sweep, shows that.
      await rounds(stage, 'sitoo');
      await act(
        stage.controls.sitoo,
        Array.from({ length: size }, (_, i) => ({ type: 'store.ship', name: nameOf(i), waybill: `W${i}` })),
      );
      stage.signals.clear();
      await time(stage.calls, async () => {
        const progressed = () =>
          [...stage.signals.values()].filter((names) => names.includes('fulfilmentsProgressed')).length;
        await stage.database.query(`delete from cursors where name = 'sitoo/sweep'`);
        const count = await rounds(stage, 'sitoo', () => progressed() === size);
        return { ended: progressed() === size, notes: [`${progressed()} orders learnt of it`, inRounds(count)] };
      });
    }),
};

/** A store sends many web orders of one product, one after the other: a row of its journal does not say whose goods left. */
export const oneSku: Section = {
  name: 'one-sku',
  what: 'web orders of one SKU, sent by one store one after the other',
  size: 200,
  run: (size, { servers, time }) =>
    onStage({ ...servers, world: worldOf({ skus: 1, locations: 2, units: 1_000_000 }) }, async (stage) => {
      await act(
        stage.controls.centra,
        Array.from({ length: size }, (_, i) => webOrder(i, skuOf(0), 'store-01')),
      );
      await rounds(stage, 'centra');
      await rounds(stage, 'till-sales');
      await placeAtStores(stage);
      await rounds(stage, 'sitoo');
      const activities = stage.worker();
      await time(stage.calls, async () => {
        for (let i = 0; i < size; i += 1) {
          await act(stage.controls.sitoo, [{ type: 'store.ship', name: nameOf(i), waybill: `W${i}` }]);
          await stage.attempt(() => activities.readTillSales());
        }
        const { rows } = await stage.database.query<{ recorded: number }>(
          `select count(*)::integer as recorded from stock_movements where cause = 'store-delivery-of-web-order'`,
        );
        const recorded = rows[0]?.recorded ?? 0;
        return { ended: recorded === size, notes: [`${recorded} deliveries recorded`] };
      });
    }),
};
