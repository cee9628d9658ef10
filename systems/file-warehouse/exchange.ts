import type { Lane } from '../rate-limits/port.js';
import type { FileWarehouseOptions } from './adapter.js';
import type { CsvSettings } from './csv.js';
import { PLACES } from './file-names.js';
import type { FilesReceived } from './files-received.js';
import { type Receiving, receiveFiles } from './receive-files.js';
import { removeAnswered } from './remove-answered.js';
import type { Requests } from './requests.js';

const WAIT_FOR_MISSING_MS = 10 * 60_000;
/** A listing of an SFTP folder takes a few hundred milliseconds. */
const EXCHANGE_EVERY_MS = 1_000;

interface ExchangeOptions
  extends Pick<FileWarehouseOptions, 'folder' | 'limiter' | 'waitForMissingMs' | 'exchangeEveryMs' | 'logger'> {
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
          await folder.make(Object.values(PLACES));
          clockSkewMs = await receiveFiles(receiving);
          await removeAnswered(folder, asked);
          exchangedAt = Date.now();
        }
        return read();
      }),
    clockSkewMs: () => clockSkewMs,
  };
}
