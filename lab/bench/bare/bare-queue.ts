/** The task queue on which the bare workflows run. */
export const BARE_QUEUE = 'bench-bare';
