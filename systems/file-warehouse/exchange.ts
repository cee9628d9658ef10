import type { Lane, RateLimiter } from '../rate-limits/port.js';
import type { WarningLog } from '../warning-log.js';
import { prepareFolders, requireAgreed } from './agreed-folders.js';
import type { Receiving } from './answer-files.js';
import type { CsvSettings } from './csv.js';
import type { ExchangeFolder } from './exchange-folder.js';
import type { FilesReceived } from './files-received.js';
import { receiveFiles } from './receive-files.js';
import { removeAnswered } from './remove-answered.js';
import type { Requests } from './requests.js';
import { sweepFolders } from './sweep-folders.js';
import type { Unanswered } from './unanswered.js';

const WAIT_FOR_MISSING_MS = 10 * 60_000;
/** A listing of an SFTP folder takes a few hundred milliseconds. */
const EXCHANGE_EVERY_MS = 1_000;
const ASK_AFTER_MS = 86_400_000;
const KEEP_MS = 30 * ASK_AFTER_MS;
const SWEEP_EVERY_MS = 3_600_000;

export interface ExchangeSettings {
  readonly folder: ExchangeFolder;
  /** Must allow one exchange at a time, across all processes. */
  readonly limiter: RateLimiter;
  readonly waitForMissingMs?: number;
  /** Between two exchanges; every reading asks for one. */
  readonly exchangeEveryMs?: number;
  /** People are asked about a file of ours that has no answer for so long. */
  readonly askAfterMs?: number;
  /** Files that nobody removes are removed after so long. */
  readonly keepMs?: number;
  /** Between two looks for what has lain too long. */
  readonly sweepEveryMs?: number;
  readonly logger?: WarningLog | undefined;
}

interface ExchangeOptions extends ExchangeSettings {
  readonly csv: CsvSettings;
  readonly files: FilesReceived;
  readonly asked: Requests;
  readonly unanswered: Unanswered;
}

/** The warehouse's half of the exchange, as far as it is ours to read. */
export interface Exchange {
  /** Takes over what has come, then reads. Passes the limiter as one call: no other process exchanges files at the same time. */
  reading<T>(lane: Lane, read: () => Promise<T>): Promise<T>;
  /** How far the clock by which everything is stamped is ahead of ours. */
  /** Reads what is kept, and only looks whether the folder is there: nothing is taken over, written or removed. */
  looking<T>(lane: Lane, read: () => Promise<T>): Promise<T>;
  clockSkewMs(): number | undefined;
}

export function exchangeWith({
  folder,
  limiter,
  csv,
  files,
  asked,
  unanswered,
  logger,
  ...times
}: ExchangeOptions): Exchange {
  const { waitForMissingMs = WAIT_FOR_MISSING_MS, exchangeEveryMs = EXCHANGE_EVERY_MS } = times;
  const { askAfterMs = ASK_AFTER_MS, keepMs = KEEP_MS, sweepEveryMs = SWEEP_EVERY_MS } = times;
  const receiving: Receiving = { folder, files, csv, waitForMissingMs, logger, waiting: new Map() };
  let exchangedAt = 0;
  let sweptAt = 0;
  let clockSkewMs: number | undefined;
  return {
    reading: (lane, read) =>
      limiter.pass({ lane, mutation: false, complexity: 0 }, async () => {
        if (Date.now() - exchangedAt >= exchangeEveryMs) {
          await prepareFolders(folder);
          clockSkewMs = await receiveFiles(receiving);
          await removeAnswered(folder, asked);
          if (Date.now() - sweptAt >= sweepEveryMs) {
            await sweepFolders({ folder, unanswered, askAfterMs, keepMs });
            sweptAt = Date.now();
          }
          exchangedAt = Date.now();
        }
        return read();
      }),
    looking: (lane, read) =>
      limiter.pass({ lane, mutation: false, complexity: 0 }, async () => {
        await requireAgreed(folder);
        clockSkewMs = (await files.due()).nowMs - Date.now();
        return read();
      }),
    clockSkewMs: () => clockSkewMs,
  };
}
