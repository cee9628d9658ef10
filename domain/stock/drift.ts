/** What a counterpart should show of a SKU by our ledger. */
export interface ExpectedLevel {
  readonly expected: number;
  /** Changes with everything that concerns the position. */
  readonly version: number;
  /** A batch with this SKU is on its way. */
  readonly busy: boolean;
  /** Units of `expected` that the counterpart books by itself with a return that is under way: it may not have done so yet. */
  readonly awaited: number;
}

/** A difference that nothing explains: units that the counterpart shows beyond what is expected. */
export interface Drift {
  readonly sku: string;
  readonly drift: number;
  /** The version of the position when it was found. */
  readonly version: number;
}

/** What differs in one reading of levels. */
export interface Differences {
  readonly drifts: readonly Drift[];
  /** SKUs that differ while something about them changes: they have to be read again. */
  readonly unsettled: readonly string[];
}

/** Compares levels with what was expected just before and just after they were read. A SKU that the ledger does not know is left out. */
export function differencesOf(
  levels: ReadonlyMap<string, number>,
  before: ReadonlyMap<string, ExpectedLevel>,
  after: ReadonlyMap<string, ExpectedLevel>,
): Differences {
  const drifts: Drift[] = [];
  const unsettled: string[] = [];
  for (const [sku, level] of levels) {
    const expected = after.get(sku);
    if (expected === undefined || explains(expected, level)) continue;
    if (expected.busy || expected.awaited > 0 || before.get(sku)?.version !== expected.version) unsettled.push(sku);
    else drifts.push({ sku, drift: level - expected.expected, version: expected.version });
  }
  return { drifts, unsettled };
}

/**
 * Splits the differences of a second reading: `steady` ones are the same as in the first, with nothing recorded in between.
 * The same difference after something was recorded may be another one, e.g. another shipment of as many units.
 */
export function steadyDrifts(first: Differences, second: Differences): { steady: Drift[]; rest: Differences } {
  const isSteady = ({ sku, drift, version }: Drift): boolean =>
    first.drifts.some((one) => one.sku === sku && one.drift === drift && one.version === version);
  return {
    steady: second.drifts.filter(isSteady),
    rest: { drifts: second.drifts.filter((one) => !isSteady(one)), unsettled: second.unsettled },
  };
}

/** With returns under way nobody can tell which of their units the level holds: none of them and all of them are right. */
const explains = ({ expected, awaited }: ExpectedLevel, level: number): boolean =>
  level <= expected && level >= expected - awaited;
