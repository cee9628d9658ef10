import type { WarehouseKey } from '../../domain/warehouse-systems.js';

/** Where the followers store how far they have read, by counterpart. */
export const CURSORS = {
  centra: {
    /** Up to here every change of an order is read or in the backlog, by the clock of the web shop. */
    orders: 'centra/orders-updated',
    /** What was too much for one round and is still to be read. */
    backlog: 'centra/orders-backlog',
    /** When orders were last read from further back, epoch ms of our clock. */
    lookedBackAt: 'centra/looked-back-at',
    /** The same three of orders that others send, see `readOrdersOfOthers`. */
    others: 'centra/others-updated',
    othersBacklog: 'centra/others-backlog',
    othersLookedBackAt: 'centra/others-looked-back-at',
    /** When the newest round began that left nothing unread, epoch ms of our clock. */
    roundBegan: 'centra/round-began',
  },
  sitoo: {
    /** The newest order that was read, by its id. */
    orders: 'sitoo/orders',
    /** Where the sweep over open orders is. */
    sweep: 'sitoo/sweep',
  },
} as const;

/** The same of a warehouse system. */
export const warehouseCursors = (key: WarehouseKey) => ({
  /** Up to here every status change is read or in the backlog, by the clock of the WMS. */
  statuses: `${key}/status-changed`,
  /** What was too much for one round and is still to be read. */
  backlog: `${key}/status-backlog`,
  /** Up to here every return by post is read or in the backlog, by the clock of the WMS. What came back before Onepool began was settled by others. */
  returns: `${key}/returned`,
  returnsBacklog: `${key}/returned-backlog`,
  returnsLookedBackAt: `${key}/returned-looked-back-at`,
  /** When statuses were last read from further back, epoch ms of our clock. */
  lookedBackAt: `${key}/looked-back-at`,
});
