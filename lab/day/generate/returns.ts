import type { Action, ActionOf } from '../feed/lines.js';
import { chance } from './chance.js';
import { isReturnable, type ReturnScenario, returnScenario } from './customer-returns.js';
import { MINUTE, OPENS, RETURNS, type WebOrderKind } from './day-shape.js';

/** Keeps the returns apart from the rest of the day: whoever changes them moves nothing else. */
const OF_ITS_OWN = 0x5e7_a51d;
/** Orders placed later would hardly come back on the same day. */
const PLACED_BEFORE = OPENS + 330 * MINUTE;
const CLOSES = OPENS + 570 * MINUTE;
/** Orders to which nothing else happens: they are sent, as a whole. */
const UNDISTURBED: readonly (WebOrderKind | undefined)[] = ['collect', 'fromStore', 'fromWarehouse', 'mixed'];

/** Web orders of the bundled day that come back in stores on the same day, in the ways and numbers of the plan. */
export function returnsOfTheDay(day: {
  readonly seed: number;
  readonly web: readonly Action[];
  readonly kindOf: (order: number) => WebOrderKind | undefined;
  readonly stores: readonly string[];
}): Action[] {
  const luck = chance(day.seed ^ OF_ITS_OWN);
  const placed = day.web.filter((action): action is ActionOf<'web.order'> => action.type === 'web.order');
  const free = luck.shuffled(
    placed.filter(({ order, at }) => UNDISTURBED.includes(day.kindOf(Number(order))) && Date.parse(at) < PLACED_BEFORE),
  );
  const ways = Object.entries(RETURNS).flatMap(([way, count]) =>
    Array<ReturnScenario>(count).fill(way as ReturnScenario),
  );
  return ways.flatMap((way) => {
    const nth = free.findIndex((order) => isReturnable(way, order) && (way !== 'blind' || isAlone(order, placed)));
    const [order] = nth < 0 ? [] : free.splice(nth, 1);
    if (order === undefined) return [];
    return returnScenario({
      way,
      order,
      location: luck.pick(day.stores),
      otherLocation: luck.pick(day.stores),
      at: Math.min(Date.parse(order.at) + luck.int(150, 240) * MINUTE, CLOSES),
      exchange: [],
      luck,
    });
  });
}

/** No other order of the day holds these goods: whoever looks finds this one. */
const isAlone = (order: ActionOf<'web.order'>, all: readonly ActionOf<'web.order'>[]): boolean =>
  all.every(
    (other) => other === order || !order.lines.every(({ sku }) => other.lines.some((line) => line.sku === sku)),
  );
