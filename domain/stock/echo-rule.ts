interface CauseKind {
  /** Centra changes its own stock for it, sooner or later: publishing it as well would count it twice. */
  readonly centraRecordsIt: boolean;
  /** Sitoo changes its own stock for it. */
  readonly sitooRecordsIt: boolean;
  readonly title: string;
}

const kind = (title: string, recordedBy: { centra: boolean; sitoo: boolean }): CauseKind => ({
  title,
  centraRecordsIt: recordedBy.centra,
  sitooRecordsIt: recordedBy.sitoo,
});

/** The echo table: a movement is published only to counterparts that do not record it themselves. */
export const CAUSES = {
  /** What was there when Onepool began; what a counterpart showed differently then is found by reconciling. */
  'initial-stock': kind('stock when Onepool began', { centra: true, sitoo: true }),
  'till-sale': kind('sold at a till', { centra: false, sitoo: true }),
  'till-refund': kind('taken back at a till', { centra: false, sitoo: true }),
  'store-intake': kind('received in the store', { centra: false, sitoo: true }),
  'store-issue': kind('moved out of the store', { centra: false, sitoo: true }),
  /** Goods that name the shipment with which they travel between two locations: that explains why they left. */
  'store-transfer': kind('travelled to or from another location', { centra: false, sitoo: true }),
  'store-count': kind('counted in the store', { centra: false, sitoo: true }),
  'store-change': kind('changed in the store for a reason that Sitoo does not give', { centra: false, sitoo: true }),
  'store-delivery-of-web-order': kind('left the store for a web order', { centra: true, sitoo: true }),
  'warehouse-pick-of-web-order': kind('picked in the warehouse for a web order', { centra: true, sitoo: false }),
  'warehouse-pick-of-till-order': kind('picked in the warehouse for a till order', { centra: false, sitoo: true }),
  /** Units of a change that nothing explains, taken by an order that others ship: Centra deducts them with its shipment. */
  'store-change-for-others': kind('left the store for an order of others', { centra: true, sitoo: true }),
  'warehouse-change-for-others': kind('left the warehouse for an order of others', { centra: true, sitoo: false }),
  /** Takes back a fall that was published before it was known whose it was; a movement for that order follows. */
  'explained-later': kind('was found to have left for an order of others', { centra: false, sitoo: true }),
  'sku-renamed': kind('renamed in the web shop', { centra: true, sitoo: true }),
  'warehouse-change': kind('received, counted or corrected in the warehouse', { centra: false, sitoo: false }),
} as const satisfies Record<string, CauseKind>;

export type Cause = keyof typeof CAUSES;

/** Units of a movement that are ours to publish to Centra; zero when it records the movement itself. */
export const unitsForCentra = ({ cause, quantity }: { readonly cause: Cause; readonly quantity: number }): number =>
  CAUSES[cause].centraRecordsIt ? 0 : quantity;
