import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits for a condition instead of for a time.
 * @returns the first truthy value. @throws Error that says what did not happen.
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  {
    withinMs = 10_000,
    everyMs = 10,
    what = 'the condition',
  }: { withinMs?: number; everyMs?: number; what?: string } = {},
): Promise<NonNullable<T>> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`${what} did not come true within ${withinMs} ms`);
    await pause(everyMs);
  }
}
