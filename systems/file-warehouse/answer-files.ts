import type { WarningLog } from '../warning-log.js';
import type { CsvSettings } from './csv.js';
import { type ExchangeFolder, UnusableFile } from './exchange-folder.js';
import { ackName, checksumName, PLACES, shownName } from './file-names.js';
import type { FilesReceived } from './files-received.js';

/** What the exchange of one process has at hand, and what it remembers between two exchanges. */
export interface Receiving {
  readonly folder: ExchangeFolder;
  readonly files: FilesReceived;
  readonly csv: CsvSettings;
  /** How long a number that is missing, or a file without its checksum, is waited for. */
  readonly waitForMissingMs: number;
  readonly logger?: WarningLog | undefined;
  /** Since when something has been waited for, or when it was last tried, epoch ms, by what it is. */
  readonly waiting: Map<string, number>;
}

/** Files of one exchange; the next goes on. */
export const FILES_AT_ONCE = 200;
/** A file that could not be moved away is tried again after so long, ms: until then it costs nothing. */
const TRY_AGAIN_MS = 30_000;

/** Says what became of a file and moves it away. A repeat says the same. */
export async function answer(
  receiving: Receiving,
  name: string,
  { why, to = why === undefined ? PLACES.done : PLACES.failed }: { readonly why?: string; readonly to?: string } = {},
): Promise<void> {
  const { folder, waiting } = receiving;
  const text = why === undefined ? 'accepted\n' : `refused\n${why}\n`;
  if (!waiting.has(stuck(name))) await folder.write(`${PLACES.acks}/${ackName(name)}`, Buffer.from(text));
  await moveAway(receiving, name, to);
  waiting.delete(name);
}

/** Under these names it is remembered since when a file cannot be moved away, and when that was last tried. */
export const stuck = (name: string): string => `to move ${name}`;
export const tried = (name: string): string => `tried ${name}`;

/** A file that cannot be moved, since somebody has it open, is answered all the same; people are asked when it stays. */
async function moveAway(receiving: Receiving, name: string, to: string): Promise<void> {
  const { folder, files, waiting } = receiving;
  try {
    await folder.move(`${PLACES.in}/${name}`, `${to}/${name}`);
    await folder.move(`${PLACES.in}/${checksumName(name)}`, `${to}/${checksumName(name)}`);
    waiting.delete(stuck(name));
    waiting.delete(tried(name));
  } catch (problem) {
    if (!(problem instanceof UnusableFile)) throw problem;
    waiting.set(tried(name), Date.now());
    if (!hasWaited(receiving, stuck(name))) return;
    const file = { name: `${shownName(name)} stays`, number: 0, kind: '', checksum: '' };
    await files.refuse(file, `${shownName(name)} was answered. ${problem.message}`, { waits: false });
  }
}

/** Without those that were tried a moment ago; those that were never tried come first. */
export function toTry<File>(
  receiving: Receiving,
  some: readonly File[],
  nameOf: (file: File) => string,
): readonly File[] {
  const triedAt = (file: File): number => receiving.waiting.get(tried(nameOf(file))) ?? 0;
  return some
    .filter((file) => !rests(receiving, nameOf(file)))
    .sort((a, b) => triedAt(a) - triedAt(b))
    .slice(0, FILES_AT_ONCE);
}

/** Whether it could not be moved away a moment ago. */
export const rests = ({ waiting, waitForMissingMs }: Receiving, name: string): boolean =>
  Date.now() - (waiting.get(tried(name)) ?? 0) < Math.min(TRY_AGAIN_MS, waitForMissingMs);

/** Whether something has been waited for long enough; the first time it is asked the waiting begins. */
export function hasWaited({ waiting, waitForMissingMs }: Receiving, what: string): boolean {
  const since = waiting.get(what) ?? Date.now();
  waiting.set(what, since);
  return Date.now() - since >= waitForMissingMs;
}
