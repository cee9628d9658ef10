/** Complexity assumed for one listed object until Centra has answered the document once. */
const UNKNOWN_COMPLEXITY = 200;

/**
 * Complexity of a call beyond which it asks for fewer rows: a tenth of what the smallest plan grants in ten seconds. What costs
 * more than its lane may use of them at once waits until nobody else calls, which in a shop may be never.
 */
export const DEAREST_CALL = 25_000;

/** Query complexity per document, learned from responses and proportional to the `limit` of the request. */
export class QueryCosts {
  readonly #perObject = new Map<string, number>();

  /**
   * How many rows a call may ask for, at most `wanted`, so that it is not dearer than {@link DEAREST_CALL}.
   * @param assumed complexity of one row until Centra has answered the document once
   */
  rowsWithin(document: string, wanted: number, assumed: number): number {
    const affordable = Math.floor(DEAREST_CALL / (this.#perObject.get(document) ?? assumed));
    return Math.max(1, Math.min(wanted, affordable));
  }

  expected(document: string, variables: unknown): number {
    return Math.ceil((this.#perObject.get(document) ?? UNKNOWN_COMPLEXITY) * limitOf(variables));
  }

  learn(document: string, variables: unknown, complexity: number): void {
    this.#perObject.set(document, complexity / limitOf(variables));
  }
}

function limitOf(variables: unknown): number {
  const limit = typeof variables === 'object' && variables !== null && 'limit' in variables ? variables.limit : 1;
  return typeof limit === 'number' && limit > 0 ? limit : 1;
}
