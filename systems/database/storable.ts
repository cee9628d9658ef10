/** A text without what PostgreSQL holds in none. */
export const storableText = (text: string): string =>
  text.replaceAll('\u0000', '').replace(/\p{Surrogate}/gu, '\ufffd');

/**
 * A text, or all texts of a list or plain object, without what PostgreSQL holds in none: NUL, and halves of surrogate pairs. It
 * would refuse the whole statement, and a call that only concerns our own records is repeated for ever.
 */
export function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [String(storable(name)), storable(one)]));
}

/** The JSON of a value as PostgreSQL takes it: in JSON, what it cannot hold hides behind escapes. */
export const jsonOf = (value: unknown): string => JSON.stringify(storable(value));
