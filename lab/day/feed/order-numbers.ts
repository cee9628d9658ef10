import type { Action, OrderRef } from './lines.js';

/** Numbers for orders a feed names in words start here, above any number a shop would use in a rehearsal. */
const FIRST = 900_001;

/** Gives every order of a feed its number: a number stays itself, a text gets the next free one, in order of appearance. */
export function numberOrders(actions: readonly Action[]): (ref: OrderRef) => number {
  const refs = actions.flatMap((a) => (a.type === 'web.order' ? [a.order] : []));
  const taken = new Set(refs.map(plainNumber).filter((n) => n !== undefined));
  const named = new Map<string, number>();
  let next = FIRST;
  for (const ref of refs) {
    if (plainNumber(ref) !== undefined || named.has(String(ref))) continue;
    while (taken.has(next)) next += 1;
    named.set(String(ref), next);
    next += 1;
  }
  return (ref) => {
    const number = plainNumber(ref) ?? named.get(String(ref));
    if (number === undefined) throw new Error(`the feed never places order ${ref}`);
    return number;
  };
}

/** Digits alone are a number, also when written as text; at most 9, so that it stays within GraphQL's Int. */
function plainNumber(ref: OrderRef): number | undefined {
  if (typeof ref === 'number') return ref;
  return /^[1-9]\d{0,8}$/.test(ref) ? Number(ref) : undefined;
}
