/**
 * How long a test waits for one thing before it says what it waits for, ms. Longer than any path takes on a busy machine. A file
 * whose paths are slow on purpose sets it; each file of tests has its own.
 */
export const patience = { ms: 30_000 };
