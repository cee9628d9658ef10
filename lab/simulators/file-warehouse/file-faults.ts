import { z } from 'zod';

const every = z.int().min(2).exactOptional();

/**
 * What goes wrong with every so many of the warehouse's files; nothing when left out. A doubled one comes once more after it was
 * taken. One that is cut breaks off, and is written whole once Onepool has refused it. A late one comes after those that follow it.
 */
export const fileFaults = z.strictObject({ doubled: every, cut: every, late: every });
export type FileFaults = z.output<typeof fileFaults>;
