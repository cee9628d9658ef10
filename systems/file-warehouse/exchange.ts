import type { Lane, RateLimiter } from '../rate-limits/port.js';
import type { WarningLog } from '../warning-log.js';
import { prepareFolders } from './agreed-folders.js';
import type { CsvSettings } from './csv.js';
import type { ExchangeFolder } from './exchange-folder.js';
import type { FilesReceived } from './files-received.js';
import { type Receiving, receiveFiles } from './receive-files.js';
import { removeAnswered } from './remove-answered.js';
import type { Requests } from './requests.js';

const WAIT_FOR_MISSING_MS = 10 * 60_000;
/** A listing of an SFTP folder takes a few hundred milliseconds. */
const EXCHANGE_EVERY_MS = 1_000;

export interface ExchangeSettings {
  readonly folder: ExchangeFolder;
  /** Must allow one exchange at a time, across all processes. */
  readonly limiter: RateLimiter;
  readonly waitForMissingMs?: number;
  /** Between two exchanges; every reading asks for one. */
  readonly exchangeEveryMs?: number;
  readonly logger?: WarningLog | undefined;
}

interface ExchangeOptions extends ExchangeSettings {
  readonly csv: CsvSettings;
  readonly files: FilesReceived;
  readonly asked: Requests;
}

/** The warehouse's half of the exchange, as far as it is ours to read. */
export interface Exchange {
  /** Takes over what has come, then reads. Passes the limiter as one call: no other process exchanges files at the same time. */
  reading<T>(lane: Lane, read: () => Promise<T>): Promise<T>;
  /** How far the clock by which everything is stamped is ahead of ours. */
  clockSkewMs(): number | undefined;
}

export function exchangeWith({ folder, limiter, csv, files, asked, logger, ...times }: ExchangeOptions): Exchange {
  const { waitForMissingMs = WAIT_FOR_MISSING_MS, exchangeEveryMs = EXCHANGE_EVERY_MS } = times;
  const receiving: Receiving = { folder, files, csv, waitForMissingMs, logger, waiting: new Map() };
  let exchangedAt = 0;
  let clockSkewMs: number | undefined;
  return {
    reading: (lane, read) =>
      limiter.pass({ lane, mutation: false, complexity: 0 }, async () => {
        if (Date.now() - exchangedAt >= exchangeEveryMs) {
          await prepareFolders(folder);
          clockSkewMs = await receiveFiles(receiving);
          await removeAnswered(folder, asked);
          exchangedAt = Date.now();
        }
        return read();
      }),
    clockSkewMs: () => clockSkewMs,
  };
}
