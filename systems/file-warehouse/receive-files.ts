import { answer, FILES_AT_ONCE, hasWaited, type Receiving, rests, stuck, toTry, tried } from './answer-files.js';
import { NotUnderstood } from './csv.js';
import { UnusableFile } from './exchange-folder.js';
import {
  checkedBy,
  checksumName,
  checksumOf,
  type FileName,
  isChecksum,
  isUnfinished,
  PLACES,
  parseFileName,
  readChecksum,
  shownName,
} from './file-names.js';
import { isIncoming } from './formats.js';
import { RECORDERS } from './recorders.js';

/** A number further above the one that is due is a mistake: the numbers between are not given up for it. */
const NUMBERS_AHEAD = 10_000;
/** A count of a hundred thousand articles takes a few megabytes; a larger file is a mistake, and would hold up everything while it is read. */
export const MOST_BYTES = 8_000_000;
/** A checksum file holds one line. */
const MOST_BYTES_OF_CHECKSUM = 10_000;
/** An exchange takes up nothing more after this long, so that calls behind it do not wait too long, ms. */
const EXCHANGE_MS = 1_500;

/** What lies there in one exchange. */
interface Lying {
  readonly checksums: ReadonlySet<string>;
  /** When the exchange is to end, epoch ms. */
  readonly until: number;
}

/**
 * Takes over what the warehouse has written, in the order of its numbers: a count is only right after what was moved before it.
 * Each file is recorded first, then answered, then moved away; a process that dies in between does the rest again.
 * @returns how far the database's clock is ahead of ours, ms
 */
export async function receiveFiles(receiving: Receiving): Promise<number> {
  const { folder, files, waiting } = receiving;
  const due = await files.due();
  const names = (await folder.list(PLACES.in)).filter((name) => !isUnfinished(name));
  const checksums = new Set(names.filter(isChecksum));
  const arrived = names.filter((name) => !isChecksum(name));
  const numbered = arrived.flatMap((name) => parseFileName(name) ?? []).sort((a, b) => a.number - b.number);
  const lying: Lying = { checksums, until: Date.now() + EXCHANGE_MS };
  const isNew = ({ number }: FileName): boolean => number >= due.next;
  const next = await receiveNew(receiving, lying, { fresh: numbered.filter(isNew), next: due.next });
  await receivePassed(
    receiving,
    lying,
    numbered.filter((file) => !isNew(file)),
  );
  const odd = arrived.filter((name) => parseFileName(name) === undefined);
  for (const name of toTry(receiving, odd, (it) => it)) {
    if (Date.now() > lying.until) break;
    await refuseOddName(receiving, name);
  }
  await removeLonelyChecksums(receiving, checksums, new Set(arrived));
  // Another process may have dealt with the rest: when it comes once more, it has its time anew.
  const waitedFor = new Set([`number ${next}`, ...arrived.flatMap((name) => [name, stuck(name), tried(name)])]);
  for (const what of waiting.keys()) if (!waitedFor.has(what)) waiting.delete(what);
  return due.nowMs - Date.now();
}

/** Takes the files from the number that is due on, until one must be waited for. @returns the number that is due then */
async function receiveNew(
  receiving: Receiving,
  { checksums, until }: Lying,
  { fresh, next: due }: { readonly fresh: readonly FileName[]; readonly next: number },
): Promise<number> {
  const { files } = receiving;
  let next = due;
  for (const file of fresh.slice(0, FILES_AT_ONCE)) {
    if (Date.now() > until) break;
    const isChecked = checksums.has(checksumName(file.name));
    if (file.number > next + NUMBERS_AHEAD) {
      const isDue = !rests(receiving, file.name) && (isChecked || hasWaited(receiving, file.name));
      if (isDue) await refuseNumber(receiving, file, next);
      continue;
    }
    if (file.number > next) {
      if (!hasWaited(receiving, `number ${next}`)) break;
      await files.giveUp(next, file.number - 1);
    }
    if (!isChecked && !hasWaited(receiving, file.name)) {
      if (file.number < next) continue;
      break;
    }
    const { settled } = await receiveIfUsable(receiving, file, isChecked);
    if (settled) next = Math.max(next, file.number + 1);
    else if (file.number >= next) break;
  }
  return next;
}

/**
 * Takes files whose numbers others no longer wait for: those that come late or once more, and those that were answered and could not be
 * moved away. However many these are, they have the time alone that new files leave.
 */
async function receivePassed(
  receiving: Receiving,
  { checksums, until }: Lying,
  passed: readonly FileName[],
): Promise<void> {
  for (const file of toTry(receiving, passed, ({ name }) => name)) {
    if (Date.now() > until) return;
    const isChecked = checksums.has(checksumName(file.name));
    if (isChecked || hasWaited(receiving, file.name)) await receiveIfUsable(receiving, file, isChecked);
  }
}

/** One file that cannot be used holds up the others for as long as a missing one does, then people are asked and they go on. */
async function receiveIfUsable(
  receiving: Receiving,
  file: FileName,
  isChecked: boolean,
): Promise<{ settled: boolean }> {
  try {
    return await receiveOne(receiving, file, isChecked);
  } catch (problem) {
    if (!(problem instanceof UnusableFile)) throw problem;
    if (problem.mayPass && !hasWaited(receiving, file.name)) return { settled: false };
    await setAside(receiving, { ...file, checksum: '' }, { why: problem.message, waits: false });
    return { settled: true };
  }
}

/** @returns whether files of higher numbers may be taken */
async function receiveOne(receiving: Receiving, file: FileName, isChecked: boolean): Promise<{ settled: boolean }> {
  const { folder, files } = receiving;
  const content = await folder.read(`${PLACES.in}/${file.name}`, MOST_BYTES);
  const recorded = await files.recordedUnder(file.number);
  // Another process has moved it, or the warehouse has taken it back: then its number is due as before.
  if (content === undefined) return { settled: recorded !== undefined };
  const checksum = checksumOf(content);
  const received = { ...file, checksum };
  if (recorded !== undefined) {
    await repeat(receiving, received, recorded);
    return { settled: true };
  }
  if (!isChecked) {
    await setAside(receiving, received, { why: 'Its checksum file did not come.', waits: false });
    return { settled: true };
  }
  const expected = await folder.read(`${PLACES.in}/${checksumName(file.name)}`, MOST_BYTES_OF_CHECKSUM);
  if (expected === undefined || readChecksum(expected) !== checksum) {
    // Cut or changed on its way: it is to come again under the same name, and its number is waited for.
    await setAside(receiving, received, { why: 'Its checksum is another one: write it again.', waits: true });
    return { settled: false };
  }
  await record(receiving, received, content);
  return { settled: true };
}

/** A file under a number that was recorded. What was recorded stays, and stays noted as it was. */
async function repeat(
  receiving: Receiving,
  file: FileName & { readonly checksum: string },
  recorded: { readonly name: string; readonly checksum: string },
): Promise<void> {
  const { folder, files } = receiving;
  const isSame = file.name === recorded.name;
  if (isSame && file.checksum === recorded.checksum) return answer(receiving, file.name);
  const beside = await folder.read(`${PLACES.in}/${checksumName(file.name)}`, MOST_BYTES_OF_CHECKSUM);
  const meant = beside && readChecksum(beside);
  // The same file once more, cut on its way.
  if (isSame && meant === recorded.checksum) return answer(receiving, file.name, { to: PLACES.failed });
  const why = isSame
    ? 'Its name was used before for other content: give it a new number.'
    : `Its number was used before, for ${recorded.name}: give it a new number.`;
  // Only a file that came whole is one that people must know of.
  if (meant === file.checksum)
    await files.refuse({ ...file, name: `${file.name} ${file.checksum.slice(0, 8)}` }, why, { waits: false });
  await answer(receiving, file.name, { why });
}

/** It takes up no number: the one that is due stays due. */
async function refuseNumber(receiving: Receiving, file: FileName, due: number): Promise<void> {
  await setAside(
    receiving,
    { ...file, number: 0, checksum: await checksumIfUsable(receiving, file.name) },
    { why: `Its number is far above ${due}, which is due: number files without gaps.`, waits: false },
  );
}

/** What tells a new file from the same one; empty for one that cannot be read. */
async function checksumIfUsable({ folder }: Receiving, name: string): Promise<string> {
  try {
    return checksumOf((await folder.read(`${PLACES.in}/${name}`, MOST_BYTES)) ?? Buffer.alloc(0));
  } catch (problem) {
    if (problem instanceof UnusableFile) return '';
    throw problem;
  }
}

async function record(
  receiving: Receiving,
  file: FileName & { readonly checksum: string },
  content: Buffer,
): Promise<void> {
  try {
    if (!isIncoming(file.kind)) throw new NotUnderstood(`There is no kind of file called ${file.kind}.`);
    const work = await RECORDERS[file.kind](content, receiving.csv);
    // Another process records it at the same time: the next exchange finds it recorded, and answers.
    if (!(await receiving.files.record(file, work))) return;
  } catch (problem) {
    const why = whyOfFile(problem);
    if (why === undefined) throw problem;
    await setAside(receiving, file, { why, waits: false });
    return;
  }
  await answer(receiving, file.name);
}

/** Classes of errors of PostgreSQL that tell of what was to be stored: a figure that is too large, a text that cannot be kept. */
const ABOUT_DATA = /^2[23]/;

/** Why a file cannot be recorded, now or later; undefined when it is not the file. */
function whyOfFile(problem: unknown): string | undefined {
  if (problem instanceof NotUnderstood) return problem.message;
  const code = typeof problem === 'object' && problem !== null && 'code' in problem ? String(problem.code) : '';
  return ABOUT_DATA.test(code)
    ? `Something in it cannot be kept, such as a figure that is too large (${code}).`
    : undefined;
}

async function setAside(
  receiving: Receiving,
  file: FileName & { readonly checksum: string },
  { why, waits }: { readonly why: string; readonly waits: boolean },
): Promise<void> {
  const kept = { ...file, name: shownName(file.name) };
  receiving.logger?.warn({ file: kept.name, why }, 'a file of the warehouse was set aside');
  await receiving.files.refuse(kept, why, { waits });
  await answer(receiving, file.name, { why });
}

/** A file whose name says neither number nor kind holds up no other. */
async function refuseOddName(receiving: Receiving, name: string): Promise<void> {
  const file = { name, number: 0, kind: '', checksum: await checksumIfUsable(receiving, name) };
  await setAside(receiving, file, {
    why: 'Its name is not NUMBER_KIND.csv, such as 00000012_levels.csv.',
    waits: false,
  });
}

/** Left by a process that died between moving a file and moving its checksum. */
async function removeLonelyChecksums(
  receiving: Receiving,
  checksums: ReadonlySet<string>,
  arrived: ReadonlySet<string>,
): Promise<void> {
  for (const checksum of checksums) {
    const name = checkedBy(checksum);
    if (arrived.has(name)) continue;
    const recorded = await receiving.files.recordedUnder(parseFileName(name)?.number ?? 0);
    if (recorded?.name !== name) continue;
    await receiving.folder.remove(`${PLACES.in}/${checksum}`);
  }
}
