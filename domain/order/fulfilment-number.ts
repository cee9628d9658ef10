/** What a fulfilment is called by and where it is. */
export interface NumberedFulfilment {
  readonly fulfilment: number;
  readonly location: string;
}

/** A fulfilment as the records remember it. */
export interface RecordedFulfilment extends NumberedFulfilment {
  /** It was cancelled at its location. */
  readonly isCancelled: boolean;
}

/**
 * The number of a new fulfilment. An order that was reset has forgotten its fulfilments, and what it plans now may come in another
 * order: a location that already holds a fulfilment keeps the number that the fulfilment has there, or its goods would be asked for
 * a second time under a new name. Without anything to remember it is the next number.
 */
export function fulfilmentNumber(
  location: string,
  planned: readonly NumberedFulfilment[],
  recorded: readonly RecordedFulfilment[] = [],
): number {
  const numbers = [...planned, ...recorded].map((f) => f.fulfilment);
  return forgottenAt(location, planned, recorded)?.fulfilment ?? 1 + Math.max(0, ...numbers);
}

/**
 * True when a fulfilment must not be placed under its number: the number stands for goods at another location, or the location
 * holds a fulfilment under another number that the order has forgotten. A fulfilment that was cancelled where it now goes again
 * keeps its number: what happened to it there is reported again, and moves it on as it did before.
 */
export function isNumberTaken(
  fulfilment: NumberedFulfilment,
  planned: readonly NumberedFulfilment[],
  recorded: readonly RecordedFulfilment[],
): boolean {
  const sameNumber = recorded.find((r) => r.fulfilment === fulfilment.fulfilment);
  if (sameNumber && sameNumber.location !== fulfilment.location) return true;
  const isItself = sameNumber !== undefined && !sameNumber.isCancelled;
  return !isItself && forgottenAt(fulfilment.location, planned, recorded) !== undefined;
}

/** The fulfilment that a location holds and that is not among the planned ones. */
const forgottenAt = (
  location: string,
  planned: readonly NumberedFulfilment[],
  recorded: readonly RecordedFulfilment[],
): RecordedFulfilment | undefined =>
  recorded.find(
    (r) =>
      r.location === location &&
      !r.isCancelled &&
      !planned.some((p) => p.fulfilment === r.fulfilment && p.location === r.location),
  );
