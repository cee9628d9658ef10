import type { World } from '../../simulators/kit/world.js';
import type { Feed } from '../feed/feed.js';
import { assortment, bundledWorld } from './bundled-world.js';
import { MINUTE, OPENS, WEB_ORDERS, type WebOrderKind } from './day-shape.js';
import { generateEventFaults } from './generate-event-faults.js';
import { generateReturns } from './generate-returns.js';
import { generateTills } from './generate-tills.js';
import { generateWebOrder } from './generate-web-order.js';
import { seededRandom } from './seeded-random.js';

/** The first web order's number. */
const FIRST_ORDER = 10_001;
/** Minute of the day from which events go astray. */
const EVENT_FAULTS_FROM = 40;

/**
 * Makes the bundled day, 09:00 to 19:00. The same seed makes the same day, byte for byte; another seed moves times, goods
 * and places, never how much of what happens.
 */
export function generateDay({ seed }: { seed: number }): Feed & { readonly world: World } {
  const world = bundledWorld();
  const goods = assortment(world);
  const random = seededRandom(seed);
  const stores = world.locations.filter((l) => l.kind === 'store').map((l) => l.id);
  const kinds = random.shuffled(
    Object.entries(WEB_ORDERS).flatMap(([kind, count]) => Array<WebOrderKind>(count).fill(kind as WebOrderKind)),
  );
  const seen = new Map<WebOrderKind, number>();
  const sorted = kinds
    .map((kind) => ({ kind, minute: random.int(2, kind === 'silentStore' ? 40 : 495) }))
    .toSorted((a, b) => a.minute - b.minute);
  const web = sorted.flatMap(({ kind, minute }, i) => {
    const nth = seen.get(kind) ?? 0;
    seen.set(kind, nth + 1);
    const at = OPENS + minute * MINUTE + random.int(0, 59) * 1_000;
    return generateWebOrder({ order: FIRST_ORDER + i, kind, nth, at, random, goods, stores, world });
  });
  const day = [...generateEventFaults(EVENT_FAULTS_FROM), ...web, ...generateTills(random, goods, stores)];
  const kindOf = (order: number) => sorted[order - FIRST_ORDER]?.kind;
  const actions = [...day, ...generateReturns({ seed, web, kindOf, stores })];
  return { world, actions: actions.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)), warnings: [] };
}
