/** What one listed object is taken to cost until Centra has said what a document really costs. */
const UNKNOWN_COMPLEXITY = 200;

/** What documents cost, learnt from Centra's answers, by document and proportional to the `limit` asked for. */
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
