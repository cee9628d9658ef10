/** How many units of a SKU are never offered online at a location. What is left out applies to all. */
export interface SafetyStockRule {
  readonly units: number;
  readonly category?: string;
  readonly sku?: string;
  readonly location?: string;
  /** Time window, epoch ms: from inclusive, until exclusive. */
  readonly from?: number;
  readonly until?: number;
}

export interface SafetyStock {
  readonly units: number;
  /** The rule that won; undefined when none applies. */
  readonly rule?: SafetyStockRule;
}

/** Specificity: SKU > location > category; a time window breaks ties. */
const WEIGHTS = { sku: 8, location: 4, category: 2, window: 1 } as const;

const weightOf = (rule: SafetyStockRule): number =>
  (rule.sku === undefined ? 0 : WEIGHTS.sku) +
  (rule.location === undefined ? 0 : WEIGHTS.location) +
  (rule.category === undefined ? 0 : WEIGHTS.category) +
  (rule.from === undefined && rule.until === undefined ? 0 : WEIGHTS.window);

const isActive = (rule: SafetyStockRule, atMs: number): boolean =>
  (rule.from ?? Number.NEGATIVE_INFINITY) <= atMs && atMs < (rule.until ?? Number.POSITIVE_INFINITY);

/** Safety stock of one SKU at one location: the most specific rule that applies wins; among equals the later one in the file. */
export function safetyStock(
  rules: readonly SafetyStockRule[],
  of: {
    readonly sku: string;
    readonly location: string;
    readonly categories: readonly string[];
    readonly atMs: number;
  },
): SafetyStock {
  let winner: SafetyStockRule | undefined;
  for (const rule of rules) {
    const applies =
      isActive(rule, of.atMs) &&
      (rule.sku ?? of.sku) === of.sku &&
      (rule.location ?? of.location) === of.location &&
      (rule.category === undefined || of.categories.includes(rule.category));
    if (applies && (winner === undefined || weightOf(rule) >= weightOf(winner))) winner = rule;
  }
  return winner ? { units: winner.units, rule: winner } : { units: 0 };
}

/** The rules that are active at a moment, as text: while it is the same, no safety stock has changed. */
export const activeRules = (rules: readonly SafetyStockRule[], atMs: number): string =>
  JSON.stringify(rules.filter((rule) => isActive(rule, atMs)));
