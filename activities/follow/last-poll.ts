/** Cursors that hold when a follower last began a look that succeeded, epoch ms of our clock. */
export const LAST_POLL_AT = { centra: 'centra/looked-at' } as const;
