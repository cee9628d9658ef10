/** Resolves when somebody asks the process to end (SIGTERM, Ctrl-C). A second Ctrl-C ends it at once, as is usual. */
export function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal));
  });
}
