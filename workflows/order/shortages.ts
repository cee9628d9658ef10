import { isUntouched } from '../../domain/order/fulfilment-state.js';
import { unitsOfSku } from '../../domain/order/shortage.js';
import type { StockShort } from '../messages.js';
import type { Intake } from './intake.js';
import type { OrderState } from './order-state.js';

type About = Pick<StockShort, 'location' | 'sku'>;

/**
 * Takes in what was heard last of each SKU at each location, and before it that the location held enough in the meantime:
 * what runs short after that is short anew. A signal can hold anything.
 */
export function applyShortages(run: Intake, news: readonly StockShort[]): void {
  const heard = news.filter((one) => typeof one === 'object' && one !== null);
  const keyOf = ({ location, sku }: About): string => JSON.stringify([location, sku]);
  const last = new Map(heard.map((one) => [keyOf(one), one] as const));
  const covered = new Map(heard.filter(({ units }) => !(units > 0)).map((one) => [keyOf(one), one] as const));
  for (const one of covered.values()) applyCover(run, one);
  for (const one of last.values()) if (one.units > 0) applyShortage(run, one);
}

/**
 * A location holds less of a SKU than it has promised. Only noted here: the fulfilment that must release its allocation acts in its own time.
 * The message may repeat and may come late, so one that fits no waiting fulfilment is passed over.
 */
function applyShortage({ order, timeline }: Intake, short: StockShort): void {
  const { location, sku, units } = short;
  // The message can arrive together with the start of the order, before it has been split into fulfilments.
  if (order.fulfilments.length === 0) {
    forgetEarly(order, short);
    order.earlyShortages.push(short);
    return;
  }
  const fulfilment = order.fulfilments.findLast(
    (f) => f.location === location && isUntouched(f) && unitsOfSku(order, f, sku).length > 0,
  );
  if (!fulfilment) return;
  const known = fulfilment.shortages.get(sku);
  if (known) known.units = units;
  else {
    fulfilment.shortages.set(sku, { units, status: 'new' });
    timeline.add(
      `${location} holds less ${sku} than it promised; fulfilment ${fulfilment.fulfilment} must release its allocation.`,
    );
  }
}

/** Shortages that arrived before there were fulfilments are applied to the fulfilments. */
export function applyEarlyShortages(run: Intake): void {
  if (run.order.fulfilments.length > 0)
    for (const short of run.order.earlyShortages.splice(0)) applyShortage(run, short);
}

/** The location holds enough again: the fulfilment that was to release its allocation keeps its goods. */
function applyCover({ order, timeline }: Intake, { location, sku }: About): void {
  forgetEarly(order, { location, sku });
  for (const fulfilment of order.fulfilments)
    if (fulfilment.location === location && fulfilment.shortages.delete(sku) && isUntouched(fulfilment))
      timeline.add(`${location} holds enough ${sku} again for fulfilment ${fulfilment.fulfilment}.`);
}

function forgetEarly({ earlyShortages }: OrderState, about: About): void {
  const known = earlyShortages.findIndex((s) => s.location === about.location && s.sku === about.sku);
  if (known >= 0) earlyShortages.splice(known, 1);
}
