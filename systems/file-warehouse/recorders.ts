import type { z } from 'zod';
import { type CsvSettings, readCsv } from './csv.js';
import { type Format, INCOMING, type IncomingKind } from './formats.js';
import { recordConfirmations } from './record-confirmations.js';
import { recordInboundStatus } from './record-notices.js';
import { recordOrderStatus } from './record-order-status.js';
import { recordArticles, recordLevels, recordMovements, recordReturns } from './record-stock.js';
import type { Recording } from './recording.js';

/** Reads a file whole, before anything of it is recorded. @throws NotUnderstood */
type Recorder = (content: Buffer, settings: CsvSettings) => Promise<(recording: Recording) => Promise<void>>;

const recorder =
  <Columns extends z.ZodRawShape>(
    kind: IncomingKind,
    format: Format<Columns>,
    record: (recording: Recording, rows: z.output<z.ZodObject<Columns>>[]) => Promise<void>,
  ): Recorder =>
  async (content, settings) => {
    const rows = await readCsv(kind, { format, settings }, content);
    return (recording) => record(recording, rows);
  };

/** What each kind of file does to what is kept. */
export const RECORDERS: Readonly<Record<IncomingKind, Recorder>> = {
  confirmations: recorder('confirmations', INCOMING.confirmations, recordConfirmations),
  'order-status': recorder('order-status', INCOMING['order-status'], recordOrderStatus),
  levels: recorder('levels', INCOMING.levels, recordLevels),
  movements: recorder('movements', INCOMING.movements, recordMovements),
  returns: recorder('returns', INCOMING.returns, recordReturns),
  'inbound-status': recorder('inbound-status', INCOMING['inbound-status'], recordInboundStatus),
  'article-list': recorder('article-list', INCOMING['article-list'], recordArticles),
};
