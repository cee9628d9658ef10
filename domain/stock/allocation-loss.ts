/** A fulfilment of an order that waits for units at a location and can still be moved. */
export interface Claimant {
  readonly origin: 'centra' | 'sitoo';
  readonly number: string;
  readonly units: number;
  /** When we first heard of the order, epoch ms. */
  readonly since: number;
}

/**
 * Who gives way when a location holds less than it has promised: the youngest claim first, as few as free enough units.
 * Those who came first keep their goods.
 */
export function chooseOrdersToRelease(claims: readonly Claimant[], short: number): Claimant[] {
  const youngestFirst = [...claims].sort((a, b) => b.since - a.since || b.number.localeCompare(a.number));
  const giving: Claimant[] = [];
  let left = short;
  for (const claim of youngestFirst) {
    if (left <= 0) break;
    giving.push(claim);
    left -= claim.units;
  }
  return giving;
}
