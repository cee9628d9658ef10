/**
 * A history as a file can hold it, and back. The SDK has `historyToJSON`, but it works only where npm installed one copy
 * of protobufjs, which is not ours to decide.
 */
export function toPlain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return { $bytes: safetyStockOf(value).toString('base64') };
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== 'object' || value === null) return value;
  // Counts and times of a history are far below 2^53.
  if (isLong(value)) return value.toNumber();
  const given = Object.entries(value).filter(([, v]) => v !== null && v !== undefined);
  return Object.fromEntries(given.map(([key, v]) => [key, toPlain(v)]));
}

/** The opposite of {@link toPlain}; whole numbers stay numbers, which protobuf takes as well. */
export function fromPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromPlain);
  if (typeof value !== 'object' || value === null) return value;
  if ('$bytes' in value && typeof value.$bytes === 'string') return Buffer.from(value.$bytes, 'base64');
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, fromPlain(v)]));
}

const safetyStockOf = (view: ArrayBufferView): Buffer => Buffer.from(view.buffer, view.byteOffset, view.byteLength);

/** protobuf's 64-bit integer, by its shape: there are several copies of its class. */
function isLong(value: object): value is { toNumber(): number } {
  return 'low' in value && 'high' in value && 'toNumber' in value;
}
