import { hasSimulated, type World } from '../../simulators/kit/world.js';
import type { CentraReturn, CentraState, CounterpartStates } from '../../simulators/states.js';
import { type Refund, refundsIn } from './refunds.js';
import { unitsOf } from './units.js';
import { repeated, sum } from './verdict.js';

/** What became of goods that came back in stores. */
export interface ReturnsSummary {
  /** Refunds at tills, of whatever. */
  readonly refunds: number;
  /** Those that name a web order, or were attached to one by a person. */
  readonly ofWebOrders: number;
  /** Returns that the web shop has for them. */
  readonly made: number;
  /** Refunds that the web shop has not all of, although the order has goods left to return. */
  readonly missing: number;
  /** Refunds that the web shop has more of than came back. */
  readonly twice: number;
  /** Returns under the name of a refund that is not of their order. */
  readonly wrongOrder: number;
  /** Returns that were begun and not finished. */
  readonly incomplete: number;
  /** Lines of orders of which more came back than was sent. */
  readonly beyondShipped: number;
  /** Orders for which more was given back than was taken. */
  readonly beyondCaptured: number;
  /** Returns whose goods are in the wrong stock. */
  readonly restockedWrong: number;
}

/** What each finding says, and which figure it counts in. */
type Finding = readonly [keyof Omit<ReturnsSummary, 'refunds' | 'ofWebOrders' | 'made'>, sentence: string];

/** Judges all returns by the states of tills and web shop alone. The findings are sentences. */
export function judgeReturns(
  states: CounterpartStates,
  world?: Pick<World, 'systems' | 'locations'>,
): { readonly summary: ReturnsSummary; readonly findings: readonly string[] } {
  // Without a web shop there is nothing to return to it: what tills take back is between them and the customer.
  const refunds = world === undefined || hasSimulated(world, 'centra') ? refundsIn(states.sitoo.orders) : [];
  const all = states.centra.returns;
  const ofRefund = new Map<number, CentraReturn[]>();
  for (const ret of all) {
    const number = refundOf(ret);
    if (number !== undefined) ofRefund.set(number, [...(ofRefund.get(number) ?? []), ret]);
  }
  const judged = refunds.map((refund) => ({ refund, returns: ofRefund.get(refund.number) ?? [] }));
  const findings: Finding[] = [
    ...returnsOfUnknownRefunds(refunds, ofRefund),
    ...judged.flatMap(({ refund, returns }) => judgeRefund(refund, returns, world)),
    ...missing(judged, states.centra),
    ...all.flatMap(({ id, order, status }): Finding[] =>
      status === 'COMPLETED' ? [] : [['incomplete', `return ${id} of order ${order} is ${status}`]],
    ),
    ...beyond(states.centra),
  ];
  const count = (figure: Finding[0]) => findings.filter(([counted]) => counted === figure).length;
  return {
    summary: {
      refunds: refunds.length,
      ofWebOrders: judged.filter(({ refund, returns }) => refund.of.kind === 'web-order' || returns.length > 0).length,
      made: sum([...ofRefund.values()], (returns) => returns.length),
      missing: count('missing'),
      twice: count('twice'),
      wrongOrder: count('wrongOrder'),
      incomplete: count('incomplete'),
      beyondShipped: count('beyondShipped'),
      beyondCaptured: count('beyondCaptured'),
      restockedWrong: count('restockedWrong'),
    },
    findings: findings.map(([, sentence]) => sentence),
  };
}

/** True when nothing about returns is as it must not be. */
export const returnsAreRight = (s: ReturnsSummary): boolean =>
  s.missing + s.twice + s.wrongOrder + s.incomplete + s.beyondShipped + s.beyondCaptured + s.restockedWrong === 0;

/** The refund a return is named after: `sitoo-77`, or `sitoo-77-2` when one refund needs several. */
function refundOf({ externalId }: CentraReturn): number | undefined {
  const number = /^sitoo-(\d+)(?:-\d+)?$/.exec(externalId ?? '')?.[1];
  return number === undefined ? undefined : Number(number);
}

/** Returns named after what is no refund, or a refund of goods that a till had sold. */
function returnsOfUnknownRefunds(
  refunds: readonly Refund[],
  ofRefund: ReadonlyMap<number, readonly CentraReturn[]>,
): Finding[] {
  const may = new Set(refunds.filter((refund) => refund.of.kind !== 'sale').map((refund) => refund.number));
  return [...ofRefund].flatMap(([number, returns]) =>
    may.has(number)
      ? []
      : returns.map(
          ({ id }): Finding => ['wrongOrder', `return ${id} is named after ${number}, which took no web order back`],
        ),
  );
}

function judgeRefund(refund: Refund, returns: readonly CentraReturn[], world?: Pick<World, 'locations'>): Finding[] {
  const name = `refund ${refund.number}`;
  const found: Finding[] = [];
  const { of } = refund;
  if (of.kind === 'sale') return [];
  for (const { id, order } of returns)
    if (of.kind === 'web-order' && order !== of.order)
      found.push(['wrongOrder', `return ${id} is of order ${order}, ${name} of ${of.order}`]);
  if (new Set(returns.map((ret) => ret.order)).size > 1)
    found.push(['wrongOrder', `${name} was returned to several orders`]);

  const cameBack = unitsOf(refund.lines);
  const returned = unitsOf(returns.flatMap((ret) => ret.lines));
  const more = [...returned].filter(([sku, units]) => units > (cameBack.get(sku) ?? 0));
  const names = repeated(returns.map((ret) => ret.externalId ?? ''));
  if (more.length > 0) found.push(['twice', `${more.map(([sku]) => sku).join(', ')} of ${name} came back twice`]);
  else if (names.length > 0) found.push(['twice', `${names.join(', ')} is there twice`]);

  const store = world?.locations.find((place) => place.id === refund.location)?.centraWarehouse;
  const shelf = unitsOf(refund.lines.filter((line) => line.onTheShelf));
  const away = unitsOf(refund.lines.filter((line) => !line.onTheShelf));
  const placed = unitsOf(returns.flatMap((ret) => ret.placed));
  const removed = unitsOf(returns.filter((ret) => ret.placed.length === 0).flatMap((ret) => ret.lines));
  const elsewhere =
    store !== undefined && returns.some((ret) => ret.placed.some(({ warehouse }) => warehouse !== store));
  const isMore = (units: ReadonlyMap<string, number>, than: ReadonlyMap<string, number>) =>
    [...units].some(([sku, quantity]) => quantity > (than.get(sku) ?? 0));
  if (more.length === 0 && (elsewhere || isMore(placed, shelf) || isMore(removed, away)))
    found.push(['restockedWrong', `goods of ${name} are not in the stock of ${refund.location} as they came back`]);
  return found;
}

/** A refund that was not returned in full is missing only as far as its order has goods left: a person decided the rest. */
function missing(
  judged: readonly { readonly refund: Refund; readonly returns: readonly CentraReturn[] }[],
  { orders, returns }: CentraState,
): Finding[] {
  const left = new Map<string, number>();
  for (const order of orders)
    for (const line of order.lines) add(left, `${order.number} ${line.sku}`, line.shippedQuantity);
  for (const ret of returns) for (const line of ret.lines) add(left, `${ret.order} ${line.sku}`, -line.quantity);
  return judged.flatMap(({ refund, returns: made }): Finding[] => {
    const order = refund.of.kind === 'web-order' ? refund.of.order : made[0]?.order;
    if (order === undefined || refund.of.kind === 'sale') return [];
    const returned = unitsOf(made.flatMap((ret) => ret.lines));
    const short = [...unitsOf(refund.lines)].flatMap(([sku, units]) => {
      const key = `${order} ${sku}`;
      const lacking = Math.min(units - (returned.get(sku) ?? 0), left.get(key) ?? 0);
      if (lacking <= 0) return [];
      add(left, key, -lacking);
      return [`${lacking} of ${sku}`];
    });
    return short.length === 0
      ? []
      : [['missing', `order ${order} lacks the return of ${short.join(', ')} (refund ${refund.number})`]];
  });
}

/** More returned than sent, or more given back than taken, whoever did it. */
function beyond({ orders, returns }: CentraState): Finding[] {
  return orders.flatMap((order): Finding[] => {
    const mine = returns.filter((ret) => ret.order === order.number);
    if (mine.length === 0) return [];
    const sent = new Map<string, number>();
    for (const line of order.lines) add(sent, line.sku, line.shippedQuantity);
    const cameBack = unitsOf(mine.flatMap((ret) => ret.lines));
    const found = [...cameBack].flatMap(([sku, units]): Finding[] =>
      units > (sent.get(sku) ?? 0)
        ? [['beyondShipped', `${units} of ${sku} came back of order ${order.number}, ${sent.get(sku) ?? 0} were sent`]]
        : [],
    );
    const taken = sum(
      order.payments.filter((p) => p.entryType === 'CAPTURE' && p.status === 'SUCCESS'),
      (p) => p.valueMinor,
    );
    // A return that the shop did not pay back itself was paid out at the till.
    const givenBack = sum(mine, ({ totalMinor, refunds }) =>
      Math.max(
        totalMinor,
        sum(
          refunds.filter((p) => (p.entryType === 'REFUND_REQUEST' ? p.status === 'PENDING' : p.status === 'SUCCESS')),
          (p) => p.valueMinor,
        ),
      ),
    );
    if (givenBack > taken)
      found.push(['beyondCaptured', `order ${order.number} gave back ${givenBack} of ${taken} taken (minor units)`]);
    return found;
  });
}

function add(units: Map<string, number>, key: string, quantity: number): void {
  units.set(key, (units.get(key) ?? 0) + quantity);
}
