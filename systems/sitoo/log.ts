/** The part of a pino logger that this adapter uses. */
export interface Log {
  warn(facts: object, message: string): void;
}
