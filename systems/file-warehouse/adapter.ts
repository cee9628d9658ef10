import type { NewWarehouseOrder, WarehouseOrder } from '../../domain/order/warehouse-order.js';
import type { Database } from '../database/database.js';
import { SystemProblem } from '../problem.js';
import type { Lane } from '../rate-limits/port.js';
import type { WarehousePort } from '../warehouse-port.js';
import { cancelByFile } from './cancel-by-file.js';
import { unknownColumns } from './check-columns.js';
import { type CsvSettings, USUAL_CSV } from './csv.js';
import { type ExchangeSettings, exchangeWith } from './exchange.js';
import { filesReceived } from './files-received.js';
import { heldByWarehouse } from './held.js';
import { placeByFile } from './place-by-file.js';
import { requests } from './requests.js';
import { sendFile } from './send-file.js';
import { unansweredRequests } from './unanswered.js';
import { articleRows, noticeRows } from './write-requests.js';

export interface FileWarehouseOptions extends ExchangeSettings {
  /** Where it is kept what the files said. */
  readonly database: Pick<Database, 'query' | 'transaction'>;
  readonly csv?: CsvSettings;
  /** How long a call waits for the warehouse's answer before it is tried again later. */
  readonly answerWithinMs?: number;
}

const ANSWER_WITHIN_MS = 3_000;
const ARTICLES_A_PAGE = 1_000;
const NOT_REPORTED_AT_ONCE = 20;

/** A warehouse with which files are exchanged. What they are is in docs/warehouse-files.md. */
export function createFileWarehouse(options: FileWarehouseOptions): WarehousePort {
  const { folder, database, limiter, csv = USUAL_CSV } = options;
  const held = heldByWarehouse(database.query);
  const asked = requests(database);
  const files = filesReceived(database);
  const sending = { folder, requests: asked, csv, limiter };
  const exchange = exchangeWith({ ...options, csv, files, asked, unanswered: unansweredRequests(database) });
  const { reading, looking } = exchange;
  /** Stock that nobody has counted is not known: it is not none. */
  const ifCounted = async <T>(read: () => Promise<T>): Promise<T> => {
    if (await held.hasLevels()) return read();
    throw new SystemProblem({
      kind: 'unreachable',
      system: 'wms',
      operation: 'read levels',
      sentence:
        'The warehouse has not said yet what lies there: ask it for a file of levels. Files are taken while a worker runs.',
    });
  };
  const counted = <T>(lane: Lane, read: () => Promise<T>): Promise<T> => reading(lane, () => ifCounted(read));
  const orderOf = async (name: string): Promise<WarehouseOrder | undefined> => (await held.ordersByName([name]))[0];
  const asking = {
    held: (name: string) => reading('orders', () => orderOf(name)),
    latestCancellation: (name: string) => reading('orders', () => asked.latest('cancellations', name)),
    wasPlaced: async (name: string) => (await asked.latest('orders', name)) !== undefined,
    answerWithinMs: options.answerWithinMs ?? ANSWER_WITHIN_MS,
  };

  return {
    placeOrder: (order: NewWarehouseOrder) => placeByFile(sending, asking, order),
    cancelOrder: (name) => cancelByFile(sending, asking, name),
    order: (name, lane = 'orders') => reading(lane, () => orderOf(name)),
    orders: (names, lane = 'orders') => reading(lane, () => held.ordersByName(names)),
    ordersChangedSince: (from, limit, at) => reading('orders', () => held.ordersChanged(from, limit, at)),
    ordersReturnedSince: (from, limit, at) => reading('orders', () => held.ordersReturned(from, limit, at)),
    backOrdersOf: (ref) => reading('orders', () => held.backOrdersOf(ref)),

    checkSettings: async () => unknownColumns(csv),
    // Whoever asks for these checks an installation: that must change nothing.
    warehouses: () => looking('bulk', () => ifCounted(() => held.warehouses())),
    knownSkus: (skus) => counted('orders', () => held.knownSkus(skus)),
    stock: (skus) => counted('stock', () => held.totals(skus)),
    stockChangedSince: (from, limit, at) => counted('stock', () => held.stockChanged(from, limit, at)),
    stockPerWarehouse: (skus) => counted('stock', () => held.stockOf(skus)),

    articlePage: (at) =>
      counted('bulk', async () => ({ ...(await held.articles(ARTICLES_A_PAGE, at)), unreadable: [] })),
    async putArticle(article) {
      const { sku, ...detail } = article;
      const rows = articleRows(article);
      const note = (number: number) => asked.noteWritten(number);
      await sendFile(sending, { kind: 'articles', subject: sku, rows, detail, lane: 'bulk', note });
    },

    async announceGoods(notice) {
      const subject = notice.name;
      const note = (number: number) => asked.noteNotice(number, notice);
      await sendFile(sending, { kind: 'inbound', subject, rows: noticeRows(notice), lane: 'returns', note });
      const [announced] = await held.notices([notice.name]);
      if (announced !== undefined) return { ref: announced.ref };
      throw new Error('a notice that was written was not kept');
    },
    announcedGoods: (names, lane = 'returns') => reading(lane, () => held.notices(names)),
    someAnnounced: (limit) => reading('bulk', () => held.someNotices(limit)),

    notUnderstood: () => files.notReported(NOT_REPORTED_AT_ONCE),
    markReported: (names) => files.markReported(names),
    clockSkewMs: exchange.clockSkewMs,
  };
}
