import type { WarningLog } from '../warning-log.js';
import { type CsvSettings, NotUnderstood } from './csv.js';
import { type ExchangeFolder, UnusableFile } from './exchange-folder.js';
import {
  ackName,
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
import type { FilesReceived } from './files-received.js';
import { isIncoming } from './formats.js';
import { RECORDERS } from './recorders.js';

export interface Receiving {
  readonly folder: ExchangeFolder;
  readonly files: FilesReceived;
  readonly csv: CsvSettings;
  /** How long a number that is missing, or a file without its checksum, is waited for. */
  readonly waitForMissingMs: number;
  readonly logger?: WarningLog | undefined;
  /** Since when something has been waited for, epoch ms, by what it is. */
  readonly waiting: Map<string, number>;
}

/** A number further above the one that is due is a mistake: the numbers between are not given up for it. */
const NUMBERS_AHEAD = 10_000;
/** Files of one exchange; the next goes on. */
const FILES_AT_ONCE = 200;
/** A count of a hundred thousand articles takes a few megabytes; a larger file is a mistake, and would hold up everything while it is read. */
export const MOST_BYTES = 8_000_000;
/** A checksum file holds one line. */
const MOST_BYTES_OF_CHECKSUM = 10_000;
/** An exchange takes up nothing more after this long, so that calls behind it do not wait too long, ms. */
const EXCHANGE_MS = 1_500;

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
  for (const name of arrived) if (parseFileName(name) === undefined) await refuseOddName(receiving, name);
  const numbered = arrived.flatMap((name) => parseFileName(name) ?? []).sort((a, b) => a.number - b.number);
  const until = Date.now() + EXCHANGE_MS;
  let { next } = due;
  for (const file of numbered.slice(0, FILES_AT_ONCE)) {
    if (Date.now() > until) break;
    const isChecked = checksums.has(checksumName(file.name));
    if (file.number > next + NUMBERS_AHEAD) {
      if (isChecked || hasWaited(receiving, file.name)) await refuseNumber(receiving, file, next);
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
  await removeLonelyChecksums(receiving, checksums, new Set(arrived));
  for (const what of waiting.keys()) if (what.startsWith('number ') && what !== `number ${next}`) waiting.delete(what);
  return due.nowMs - Date.now();
}

function hasWaited({ waiting, waitForMissingMs }: Receiving, what: string): boolean {
  const since = waiting.get(what) ?? Date.now();
  waiting.set(what, since);
  return Date.now() - since >= waitForMissingMs;
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
  // Another process has moved it.
  if (content === undefined) return { settled: true };
  const checksum = checksumOf(content);
  const received = { ...file, checksum };
  const recorded = await files.recordedUnder(file.number);
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

/** Says what became of a file and moves it away. A repeat says the same. */
async function answer(
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

const stuck = (name: string): string => `to move ${name}`;

/** A file that cannot be moved, since somebody has it open, is answered all the same; people are asked when it stays. */
async function moveAway(receiving: Receiving, name: string, to: string): Promise<void> {
  const { folder, files, waiting } = receiving;
  try {
    await folder.move(`${PLACES.in}/${name}`, `${to}/${name}`);
    await folder.move(`${PLACES.in}/${checksumName(name)}`, `${to}/${checksumName(name)}`);
    waiting.delete(stuck(name));
  } catch (problem) {
    if (!(problem instanceof UnusableFile)) throw problem;
    if (!hasWaited(receiving, stuck(name))) return;
    const file = { name: `${shownName(name)} stays`, number: 0, kind: '', checksum: '' };
    await files.refuse(file, `${shownName(name)} was answered. ${problem.message}`, { waits: false });
  }
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
