/** A program on this machine cannot be started or found; the message says how to fix it. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
}
