/** One signed change of physical stock at a location, as its master told it. Append-only; never corrected, only followed by another. */
export interface Movement {
  /** Who told it; with `reference` its identity: reading the same row twice is one movement. */
  readonly system: 'sitoo' | 'wms';
  readonly reference: string;
  readonly location: string;
  readonly sku: string;
  /** Signed units, never zero. */
  readonly quantity: number;
  readonly cause: Cause;
  /** When it happened, by the clock of its master, epoch ms. */
  readonly happenedAt: number;
  /** The order whose goods these are; units that leave for it count as taken. */
  readonly order?: { readonly origin: 'centra' | 'sitoo'; readonly number: string };
}

interface CauseKind {
  /** Centra changes its own stock for it, sooner or later: telling it as well would count it twice. */
  readonly centraRecordsIt: boolean;
  /** Sitoo changes its own stock for it. */
  readonly sitooRecordsIt: boolean;
  readonly title: string;
}

const kind = (title: string, booked: { centra: boolean; sitoo: boolean }): CauseKind => ({
  title,
  centraRecordsIt: booked.centra,
  sitooRecordsIt: booked.sitoo,
});

/** The echo table: a movement is told only to counterparts that do not book it themselves. */
export const CAUSES = {
  /** What was there when Onepool began; what a counterpart showed differently then is found by comparing. */
  'initial-stock': kind('stock when Onepool began', { centra: true, sitoo: true }),
  'till-sale': kind('sold at a till', { centra: false, sitoo: true }),
  'till-refund': kind('taken back at a till', { centra: false, sitoo: true }),
  'store-intake': kind('received in the store', { centra: false, sitoo: true }),
  'store-issue': kind('moved out of the store', { centra: false, sitoo: true }),
  'store-count': kind('counted in the store', { centra: false, sitoo: true }),
  'store-change': kind('changed in the store in a way we do not know', { centra: false, sitoo: true }),
  'store-delivery-of-web-order': kind('left the store for a web order', { centra: true, sitoo: true }),
  'warehouse-pick-of-web-order': kind('picked in the warehouse for a web order', { centra: true, sitoo: false }),
  'warehouse-pick-of-till-order': kind('picked in the warehouse for a till order', { centra: false, sitoo: true }),
  'warehouse-change': kind('received, counted or corrected in the warehouse', { centra: false, sitoo: false }),
} as const satisfies Record<string, CauseKind>;

export type Cause = keyof typeof CAUSES;

/** Units of a movement that must be told to Centra; zero when it books the movement itself. */
export const unitsForCentra = ({ cause, quantity }: Pick<Movement, 'cause' | 'quantity'>): number =>
  CAUSES[cause].centraRecordsIt ? 0 : quantity;
