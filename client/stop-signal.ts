/** Resolves when the process is asked to end (SIGTERM, Ctrl-C). A second Ctrl-C ends it immediately, as usual. */
export function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal));
  });
}
