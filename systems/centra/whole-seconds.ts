/** A time as Centra's filters take it, cut to whole seconds, so that nothing of that second is missed. */
export const wholeSeconds = (time: string): string => `${new Date(time).toISOString().slice(0, 19)}+00:00`;
