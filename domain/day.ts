/** The day of a moment (epoch ms), `2026-11-28`, in a time zone. */
export const dayOf = (atMs: number, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(atMs);
