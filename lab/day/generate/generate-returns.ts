import type { Action, ActionOf } from '../feed/lines.js';
import { MINUTE, OPENS, RETURNS, type WebOrderKind } from './day-shape.js';
import { actionsOfReturn, isReturnable, type ReturnScenario } from './return-scenarios.js';
import { seededRandom } from './seeded-random.js';

/** Keeps the returns apart from the rest of the day: whoever changes them moves nothing else. */
const RETURNS_SEED = 0x5e7_a51d;
/** Orders placed later would hardly come back on the same day. */
const PLACED_BEFORE = OPENS + 330 * MINUTE;
const CLOSES = OPENS + 570 * MINUTE;
/** Orders to which nothing else happens: they are sent, as a whole. */
const NOTHING_ELSE_HAPPENS: readonly (WebOrderKind | undefined)[] = ['collect', 'fromStore', 'fromWarehouse', 'mixed'];

/** Web orders of the bundled day that come back in stores on the same day, in the ways and numbers of the plan. */
export function generateReturns(day: {
  readonly seed: number;
  readonly web: readonly Action[];
  readonly kindOf: (order: number) => WebOrderKind | undefined;
  readonly stores: readonly string[];
}): Action[] {
  const random = seededRandom(day.seed ^ RETURNS_SEED);
  const placed = day.web.filter((action): action is ActionOf<'web.order'> => action.type === 'web.order');
  const free = random.shuffled(
    placed.filter(
      ({ order, at }) => NOTHING_ELSE_HAPPENS.includes(day.kindOf(Number(order))) && Date.parse(at) < PLACED_BEFORE,
    ),
  );
  const scenarios = Object.entries(RETURNS).flatMap(([scenario, count]) =>
    Array<ReturnScenario>(count).fill(scenario as ReturnScenario),
  );
  return scenarios.flatMap((scenario) => {
    const nth = free.findIndex(
      (order) => isReturnable(scenario, order) && (scenario !== 'blind' || isAlone(order, placed)),
    );
    const [order] = nth < 0 ? [] : free.splice(nth, 1);
    if (order === undefined) return [];
    return actionsOfReturn({
      scenario,
      order,
      location: random.pick(day.stores),
      otherLocation: random.pick(day.stores),
      at: Math.min(Date.parse(order.at) + random.int(150, 240) * MINUTE, CLOSES),
      exchange: [],
      random,
    });
  });
}

/** No other order of the day holds these goods: whoever looks finds this one. */
const isAlone = (order: ActionOf<'web.order'>, all: readonly ActionOf<'web.order'>[]): boolean =>
  all.every(
    (other) => other === order || !order.lines.every(({ sku }) => other.lines.some((line) => line.sku === sku)),
  );
