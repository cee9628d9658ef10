/** Where the followers store how far they have read, by counterpart. */
export const CURSORS = {
  centra: {
    /** Change time of the newest order that was read. */
    orders: 'centra/orders-updated',
    /** When the newest round that succeeded began, epoch ms of our clock. */
    roundBegan: 'centra/round-began',
  },
  sitoo: {
    /** The newest order that was read, by its id. */
    orders: 'sitoo/orders',
    /** When all open fulfilments were last read again, epoch ms of our clock. */
    sweptAt: 'sitoo/swept-at',
  },
  wms: {
    /** Time of the newest status change that was read, by the clock of the WMS. */
    statuses: 'wms/status-changed',
  },
} as const;
