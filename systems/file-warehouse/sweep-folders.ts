import type { ExchangeFolder } from './exchange-folder.js';
import { checkedBy, isChecksum, isOurTemporary, isUnfinished, PLACES, parseFileName } from './file-names.js';
import type { Unanswered } from './unanswered.js';

export interface Sweeping {
  readonly folder: ExchangeFolder;
  readonly unanswered: Unanswered;
  /** People are asked about a file of ours that has no answer for so long. */
  readonly askAfterMs: number;
  /** What has lain for so long is removed. */
  readonly keepMs: number;
}

/** A file of ours takes seconds to write: one that is still unfinished was left by a process that died. */
const UNFINISHED_MS = 3_600_000;
/** A folder that was never cleared is cleared by several sweeps. */
const REMOVED_AT_ONCE = 500;

/**
 * Removes by age what a process that died, or a warehouse that takes and clears nothing, has left. Names and addresses lie in files
 * of ours alone; what the warehouse writes beside the page may hold anything.
 */
export async function sweepFolders({ folder, unanswered, askAfterMs, keepMs }: Sweeping): Promise<void> {
  await unanswered.ask({ afterMs: askAfterMs, keepMs });
  const now = Date.now();
  // Some servers give a file no time. How old our own files are the database knows; the others are no older than anybody knows.
  const olderThan = async (place: string, ms: number): Promise<string[]> =>
    (await folder.ages(place)).flatMap(({ name, writtenAtMs }) =>
      now - writtenAtMs > ms && (writtenAtMs > 0 || place === PLACES.out) ? [name] : [],
    );
  const remove = async (place: string, names: readonly string[]): Promise<void> => {
    for (const name of names.slice(0, REMOVED_AT_ONCE)) await folder.remove(`${place}/${name}`);
  };

  for (const place of [PLACES.out, PLACES.acks])
    await remove(place, (await olderThan(place, UNFINISHED_MS)).filter(isOurTemporary));
  const seemOld = await olderThan(PLACES.out, keepMs);
  const numberOf = (name: string): number => parseFileName(isChecksum(name) ? checkedBy(name) : name)?.number ?? 0;
  const young = await unanswered.writtenWithin(keepMs, seemOld.map(numberOf));
  const left = seemOld.filter((name) => !young.has(numberOf(name)));
  // A file without its checksum is not taken any more.
  await remove(PLACES.out, left.filter(isChecksum));
  const files = left.filter((name) => !isChecksum(name)).slice(0, REMOVED_AT_ONCE);
  await remove(PLACES.out, files);
  await unanswered.giveUp(
    files.flatMap((name) => parseFileName(name)?.number ?? []),
    keepMs,
  );
  for (const place of [PLACES.acks, PLACES.done, PLACES.failed]) await remove(place, await olderThan(place, keepMs));
  const theirs = new Set(await olderThan(PLACES.in, keepMs));
  await remove(
    PLACES.in,
    [...theirs].filter((name) => isUnfinished(name) || (isChecksum(name) && !theirs.has(checkedBy(name)))),
  );
}
