import { asChange } from '../outgoing-change.js';
import { SystemProblem } from '../problem.js';
import type { Lane, RateLimiter } from '../rate-limits/port.js';
import { requireAgreed } from './agreed-folders.js';
import { type CsvSettings, NotWritable, writeCsv } from './csv.js';
import type { ExchangeFolder } from './exchange-folder.js';
import { checksumName, checksumOf, fileName, PLACES } from './file-names.js';
import { OUTGOING, type OutgoingKind } from './formats.js';
import type { Requests } from './requests.js';

export interface Sending {
  readonly folder: ExchangeFolder;
  readonly requests: Requests;
  readonly csv: CsvSettings;
  readonly limiter: RateLimiter;
}

/** A file to write. */
export interface Sent {
  readonly kind: OutgoingKind;
  readonly subject: string;
  readonly rows: readonly Readonly<Record<string, string | undefined>>[];
  /** What is kept of it; names no person. */
  readonly detail?: object;
  readonly lane: Lane;
  /** Notes that the file was written. */
  note(number: number): Promise<void>;
}

/**
 * Writes a file for the warehouse: it has its number first, then it is written, then that is noted. A process that dies in between
 * writes the same file again under the same name, which the warehouse takes once.
 */
export async function sendFile(sending: Sending, sent: Sent): Promise<void> {
  const { folder, requests, csv, limiter } = sending;
  const { kind, subject, rows, detail, lane, note } = sent;
  const operation = `write ${kind}`;
  const content = await writeCsv(kind, { format: OUTGOING[kind], settings: csv }, rows).catch((cause: unknown) => {
    if (!(cause instanceof NotWritable)) throw cause;
    const sentence = `The file of ${subject} for the warehouse cannot be written: ${cause.message}. Correct it where it comes from.`;
    throw new SystemProblem({ kind: 'rejected', system: 'wms', operation, sentence, cause });
  });
  const checksum = checksumOf(content);
  await asChange({ system: 'wms', operation }, (leaving) =>
    limiter.pass({ lane, mutation: true, complexity: 0 }, async () => {
      const { number, isWritten } = await requests.numberOf({ kind, subject, checksum, detail });
      if (isWritten) return;
      await requireAgreed(folder);
      await leaving();
      const name = fileName(number, kind);
      await folder.write(`${PLACES.out}/${name}`, content);
      await writeChecksum(folder, name, { checksum, operation });
      await note(number);
    }),
  );
}

/** The warehouse takes a file once its checksum is there: until then nothing was sent. */
async function writeChecksum(
  folder: ExchangeFolder,
  name: string,
  { checksum, operation }: { readonly checksum: string; readonly operation: string },
): Promise<void> {
  try {
    await folder.write(`${PLACES.out}/${checksumName(name)}`, Buffer.from(`${checksum}  ${name}\n`));
  } catch (cause) {
    throw new SystemProblem({
      kind: 'unknown-outcome',
      system: 'wms',
      operation,
      sentence: `Whether the warehouse can take the file ${name} is not known: writing its checksum failed.`,
      cause,
    });
  }
}
