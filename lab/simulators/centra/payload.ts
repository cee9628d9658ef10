import { Refusal, type UserError } from './refusal.js';

/** A mutation's answer: what it did and warns of, or what it refused with nothing modified. `empty`: lists that are never null. */
export function payload(
  run: () => { warnings?: readonly (string | UserError)[] } & object,
  empty: object = {},
): object {
  try {
    const { warnings = [], ...result } = run();
    const userWarnings = warnings.map((one) => (typeof one === 'string' ? { message: one, path: [] } : one));
    return { ...result, userErrors: [], userWarnings };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...empty, userErrors: error.userErrors, userWarnings: [] };
  }
}
