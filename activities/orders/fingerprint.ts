import { createHash } from 'node:crypto';

/** A short fingerprint of any JSON value: equal values, equal text. Not reversible, so it may cross Temporal. */
export function fingerprint(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
