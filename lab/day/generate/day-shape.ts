/** The kinds of web orders of the bundled day and how many of each: what happens on purpose, and to how many. */
export const WEB_ORDERS = {
  collect: 75,
  fromStore: 65,
  fromWarehouse: 88,
  mixed: 25,
  /** The warehouse or the tills do not know the SKU. */
  unknownSku: 4,
  /** No shipping option that a courier maps to. */
  noCourier: 4,
  /** Gift asked for, no message given. */
  noGiftMessage: 4,
  /** The store says no; another place has the goods. */
  rejected: 5,
  /** The store says no and nobody else has it. */
  rejectedNowhere: 1,
  /** The warehouse finds one unit too few. */
  shortPick: 4,
  /** The store does nothing until a person asks. */
  silentStore: 3,
  cancelledEarly: 6,
  /** The warehouse had begun when the customer changed their mind. */
  cancelledLate: 3,
  /** Fails with the shipment and succeeds when it is tried again. */
  captureFailsOnce: 4,
  /** Fails again and again: a person must settle it. */
  captureStuck: 1,
  held: 4,
  /** Units cancelled after the order had been passed on. */
  edited: 4,
} as const;
export type WebOrderKind = keyof typeof WEB_ORDERS;

export const POS_SALES = 900;
export const POS_DELIVERIES = 60;
export const POS_REFUNDS = 25;
export const INTAKES = 12;
export const STOCKTAKES = 8;

/** Web orders that come back in a store, by the way in which they do. What must be alone or of several units comes first. */
export const RETURNS = {
  blind: 1,
  repeated: 2,
  mixed: 2,
  partial: 4,
  whole: 9,
  warehouse: 1,
  post: 1,
} as const;

/** Events that go astray, per counterpart. */
export const EVENT_FAULTS = [
  { fault: 'lost', times: 4 },
  { fault: 'duplicate', times: 6 },
  { fault: 'late', times: 4, minutes: 15 },
] as const;

/** A Monday; the shops open at nine. */
export const OPENS = Date.parse('2026-03-02T09:00:00+01:00');
export const MINUTE = 60_000;
