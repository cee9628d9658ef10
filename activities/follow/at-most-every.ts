/** Runs something at most once in this many ms, counted from when it last succeeded; otherwise does nothing. */
export function atMostEvery(ms: number, run: () => Promise<unknown>): () => Promise<void> {
  let lastAt = 0;
  return async () => {
    if (Date.now() - lastAt < ms) return;
    await run();
    lastAt = Date.now();
  };
}
