/** The one thing an adapter logs: what it noticed without failing. A pino logger fits. */
export interface WarningLog {
  warn(fields: object, message: string): void;
}
