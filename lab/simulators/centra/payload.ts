import { Refusal } from './refusal.js';

/** A mutation's answer: what it did and warns of, or what it refused with nothing modified. `empty`: lists that are never null. */
export function payload(run: () => { warnings?: string[] } & object, empty: object = {}): object {
  try {
    const { warnings = [], ...result } = run();
    return { ...result, userErrors: [], userWarnings: warnings.map((message) => ({ message, path: [] })) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...empty, userErrors: error.userErrors, userWarnings: [] };
  }
}
