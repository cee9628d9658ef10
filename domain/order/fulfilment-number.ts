/** What a fulfilment is called by and where it is. */
export interface NumberedFulfilment {
  readonly fulfilment: number;
  readonly location: string;
}

/** A fulfilment as the records remember it. */
export interface KnownFulfilment extends NumberedFulfilment {
  /** It was taken back there. */
  readonly takenBack: boolean;
}

/**
 * The number of a new fulfilment. An order that was reset has forgotten its fulfilments, and what it plans now may come in another
 * order: a location that already holds a fulfilment keeps the number that the fulfilment has there, or its goods would be asked for
 * a second time under a new name. Without anything to remember it is the next number.
 */
export function fulfilmentNumber(
  location: string,
  planned: readonly NumberedFulfilment[],
  known: readonly KnownFulfilment[] = [],
): number {
  const own = forgottenAt(location, planned, known);
  return own?.fulfilment ?? 1 + Math.max(0, ...planned.map((p) => p.fulfilment), ...known.map((k) => k.fulfilment));
}

/**
 * True when a fulfilment must not be placed under its number: the number stands for goods at another location, or the location
 * holds a fulfilment under another number that the order has forgotten. A fulfilment that was taken back where it now goes again is
 * its own: what happened to it there is heard again, and moves it on as it did before.
 */
export function isMisnumbered(
  fulfilment: NumberedFulfilment,
  planned: readonly NumberedFulfilment[],
  known: readonly KnownFulfilment[],
): boolean {
  const held = known.find((k) => k.fulfilment === fulfilment.fulfilment);
  if (held && held.location !== fulfilment.location) return true;
  const status = held && !held.takenBack;
  return !status && forgottenAt(fulfilment.location, planned, known) !== undefined;
}

const forgottenAt = (location: string, planned: readonly NumberedFulfilment[], known: readonly KnownFulfilment[]) =>
  known.find(
    (k) =>
      k.location === location &&
      !k.takenBack &&
      !planned.some((p) => p.fulfilment === k.fulfilment && p.location === k.location),
  );
