/**
 * Like `Promise.all`, but waits for all of them also when one fails: what is still starting must be there before it can
 * be ended. Then throws the first failure.
 */
export async function allSettledOrThrow<T extends readonly Promise<unknown>[]>(
  all: readonly [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(all);
  return Promise.all<readonly [...T]>(all);
}
