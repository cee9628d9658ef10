/** What a part is called by and where it is. */
export interface NumberedPart {
  readonly part: number;
  readonly location: string;
}

/** A part as the records remember it. */
export interface KnownPart extends NumberedPart {
  /** It was taken back there. */
  readonly takenBack: boolean;
}

/**
 * The number of a new part. An order that was reset has forgotten its parts, and what it plans now may come in another
 * order: a location that already holds a part keeps the number that the part has there, or its goods would be asked for
 * a second time under a new name. Without anything to remember it is the next number.
 */
export function partNumber(
  location: string,
  planned: readonly NumberedPart[],
  known: readonly KnownPart[] = [],
): number {
  const own = forgottenAt(location, planned, known);
  return own?.part ?? 1 + Math.max(0, ...planned.map((p) => p.part), ...known.map((k) => k.part));
}

/**
 * True when a part must not be placed under its number: the number stands for goods at another location, or the location
 * holds a part under another number that the order has forgotten. A part that was taken back where it now goes again is
 * its own: what happened to it there is heard again, and moves it on as it did before.
 */
export function isMisnumbered(
  part: NumberedPart,
  planned: readonly NumberedPart[],
  known: readonly KnownPart[],
): boolean {
  const held = known.find((k) => k.part === part.part);
  if (held && held.location !== part.location) return true;
  const stands = held && !held.takenBack;
  return !stands && forgottenAt(part.location, planned, known) !== undefined;
}

const forgottenAt = (location: string, planned: readonly NumberedPart[], known: readonly KnownPart[]) =>
  known.find(
    (k) =>
      k.location === location && !k.takenBack && !planned.some((p) => p.part === k.part && p.location === k.location),
  );
