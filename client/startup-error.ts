/** A program on this machine cannot be started or found; the message says how to fix it. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}
