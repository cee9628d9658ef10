/** Complexity assumed for one listed object until Centra has answered the document once. */
const UNKNOWN_COMPLEXITY = 200;

/** Query complexity per document, learned from responses and proportional to the `limit` of the request. */
export class QueryCosts {
  readonly #perObject = new Map<string, number>();

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
