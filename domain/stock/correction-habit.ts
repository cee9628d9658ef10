/** A figure that a comparison has corrected at the web shop, and what is known that may have caused it. */
export interface Correction {
  readonly sku: string;
  /** Units that the web shop showed beyond what is explained. */
  readonly drift: number;
  /** It was corrected since the comparison before too. */
  readonly isRepeated: boolean;
  /** What happened to it at this location since the comparison before. */
  readonly seen: readonly Cause[];
}

/** What may have put a figure wrong, the most telling first. */
const CAUSES = {
  others: 'Others have changed their stock in the web shop: another integration, or people by hand.',
  shipped:
    'Web orders were shipped from there: the web shop may book shipments otherwise than expected, or shipments were made by hand.',
  returned: 'Goods were returned there: the web shop may restock returns otherwise than expected.',
} as const;

export type Cause = keyof typeof CAUSES;
export const CORRECTION_CAUSES = Object.keys(CAUSES) as Cause[];

/** Up to this many figures of a location are put right without a word: a lost row, a change by hand. */
const FEW_FIGURES = 3;
/** Of a large location, this share of its figures. */
const FEW_SHARE = 0.005;

/**
 * Says why corrections of a location are not an accident any more; undefined while they may be one. Many at once, or the same
 * figure in two comparisons running, mean that someone counts otherwise than we do, and correcting hides it.
 */
export function correctionHabit(corrections: readonly Correction[], compared: number): string | undefined {
  const repeated = corrections.filter(({ isRepeated }) => isRepeated);
  const areMany = corrections.length > Math.max(FEW_FIGURES, compared * FEW_SHARE);
  if (!areMany && repeated.length === 0) return undefined;
  const told = areMany ? corrections : repeated;
  const what = areMany
    ? `${corrections.length} of ${compared} figures were corrected in one comparison`
    : `${repeated.length} of the figures corrected were corrected in the comparison before too`;
  return `${what}: ${examples(told)}. ${likelyCause(told)}`;
}

/** Figures named in a sentence. */
const NAMED = 5;

function examples(corrections: readonly Correction[]): string {
  const named = corrections.slice(0, NAMED).map(({ sku, drift }) => `${sku} ${drift > 0 ? '+' : ''}${drift}`);
  return corrections.length > NAMED ? `${named.join(', ')} and others` : named.join(', ');
}

/** The cause that fits most of them. */
function likelyCause(corrections: readonly Correction[]): string {
  const fits = (cause: Cause): number => corrections.filter(({ seen }) => seen.includes(cause)).length;
  const [likely] = [...CORRECTION_CAUSES].sort((one, other) => fits(other) - fits(one));
  return likely === undefined || fits(likely) === 0
    ? 'Nothing that is known explains it: perhaps goods move there without a record.'
    : `Likely cause, for ${fits(likely)} of them: ${CAUSES[likely]}`;
}
