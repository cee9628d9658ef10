import type { CentraWarehouseId, LineId, SitooWarehouseId } from '../ids.js';
import type { Origin } from '../names.js';
import type { OrderRef } from './order-ref.js';
import type { SkuKnowledge } from './sku-knowledge.js';

/**
 * What a workflow may know of an order: ids, quantities, amounts and yes-or-no answers about personal data,
 * never the personal data itself. It crosses Temporal, so it is plain JSON.
 */
export interface OrderFacts extends OrderRef {
  /** Changes when, and only when, something changed that fulfilment depends on (lines, allocations, flags, address). */
  readonly revision: string;
  /**
   * Changes when something changed on which no fulfilment depends and of which the order must learn all the same: what services
   * it holds, money that will not be needed or is missing. Left out when there is nothing of the kind.
   */
  readonly besides?: string;
  /** When the origin says the order last changed, epoch ms; 0 where it does not say (Sitoo has no such field). */
  readonly changedAt: number;
  /** When we read it, epoch ms. */
  readonly readAt: number;
  /** `archived`: put away where it was placed although not everything was sent; what was sent and then put away is `done`. */
  readonly state: 'open' | 'on-hold' | 'waiting-for-payment' | 'archived' | 'cancelled' | 'done';
  readonly currency: string;
  readonly totalMinor: number;
  /** What the lines, shipping, handling, tax and discounts add up to; compared with totalMinor before transfer. */
  readonly addsUpToMinor: number;
  readonly delivery: 'home' | 'collect';
  /** The brand's courier key, when the order's shipping option maps to one. */
  readonly courier?: string;
  /** The shipping option as the shop calls it, for the sentence that asks for a courier. */
  readonly shippingOption?: string;
  readonly gift: { readonly requested: boolean; readonly messagePresent: boolean };
  /** A fingerprint of where it goes, so that a changed address is noticed without being known. */
  readonly shipTo: string;
  /** Address fields a home delivery needs and this order lacks. */
  readonly addressMissing: readonly string[];
  /** Names of attributes the brand requires and this order lacks. */
  readonly attributesMissing: readonly string[];
  /** What a location picks. */
  readonly lines: readonly FactLine[];
  /** Till orders: rows that name no product, so nobody knows what to send for them; left out when there are none. */
  readonly rowsWithoutSku?: readonly LineId[];
  /** Till orders that a warehouse sends to a store: our id of the store, or the tills' name of one that the brand file lacks. */
  readonly pickUp?: string | { readonly unknown: string };
  /** Money that is reserved and neither taken nor released, minor units, and whether more than will be taken; left out when none is. */
  readonly reserve?: { readonly minor: number; readonly isTooMuch: boolean };
  /** Everything is sent, or the order is cancelled, and its money is not what it costs; left out when it is. */
  readonly moneyLeft?: MoneyLeft;
  /** Services and downloads that are wanted: nobody picks them. Left out when there are none. */
  readonly services?: readonly ServiceLine[];
  /** Lines of a kind that this build does not know, and what the origin calls it. Left out when there are none. */
  readonly unknownLines?: readonly { readonly line: LineId; readonly kind: string }[];
  /** The origin refuses edits and cancellations for the time being. */
  readonly isLocked?: true;
  /** The store, by our id, in which the customer collects what a warehouse sends there. */
  readonly collectIn?: string;
  /** Why the order could not be read, in a sentence; then nothing else here is true. */
  readonly unreadable?: string;
}

/** What the money of an order that is sent or cancelled shows beside what the order costs, minor units. */
export interface MoneyLeft {
  /** `reserved`: neither taken nor released. `not-captured`: what the order costs beyond what was taken. */
  readonly kind: 'reserved' | 'not-captured' | 'captured-too-much';
  readonly minor: number;
}

/** A line that nobody picks. */
export interface ServiceLine {
  readonly line: LineId;
  /** Units still wanted: ordered minus cancelled. */
  readonly quantity: number;
  /** Of these, units that shipments hold. */
  readonly inShipments: number;
}

/** The same for readings from which an order learns nothing new. */
export const changeMark = ({ revision, besides }: Pick<OrderFacts, 'revision' | 'besides'>): string =>
  besides === undefined ? revision : `${revision}/${besides}`;

/** How new a reading is. */
export type SeenBefore = Pick<OrderFacts, 'changedAt' | 'readAt' | 'unreadable'>;

/**
 * True when `next` must not replace `seen`: readings can overtake each other on their way, and one that could not be
 * understood is no better than what was understood before.
 */
export function isStale(seen: SeenBefore, next: OrderFacts): boolean {
  if (next.unreadable !== undefined) return seen.unreadable === undefined;
  return next.changedAt < seen.changedAt || (next.changedAt === seen.changedAt && next.readAt < seen.readAt);
}

/**
 * What is known of an order after a reading. Archiving puts an order away and cannot undo its cancellation, which only its status
 * had shown: its lines seem to be wanted again, and its money is compared with nothing any more. So what was known of it stays,
 * but for the money that is still reserved.
 */
export function knownAfter(known: OrderFacts, next: OrderFacts): OrderFacts {
  if (known.state !== 'cancelled' || next.state !== 'archived') return next;
  const { reserve: _, ...cancelled } = known;
  const { changedAt, readAt, reserve } = next;
  return { ...cancelled, changedAt, readAt, ...(reserve ? { reserve } : {}) };
}

/** All that is known of an order whose answer does not follow the contract: it exists and must not be lost. */
export function unreadableFacts({ origin, number }: OrderRef, readAt: number, why: string): OrderFacts {
  return {
    origin,
    number,
    revision: 'unreadable',
    changedAt: 0,
    readAt,
    state: 'open',
    currency: '',
    totalMinor: 0,
    addsUpToMinor: 0,
    delivery: 'home',
    gift: { requested: false, messagePresent: false },
    shipTo: '',
    addressMissing: [],
    attributesMissing: [],
    lines: [],
    unreadable: why,
  };
}

/** A warehouse that the brand file does not name, by what its system calls it; a till order may name none. */
export interface UnknownWarehouse {
  readonly system: Origin;
  readonly id?: CentraWarehouseId | SitooWarehouseId;
}

export interface FactLine {
  readonly line: LineId;
  readonly sku: string;
  /** Units still wanted: ordered minus cancelled. */
  readonly quantity: number;
  /** Whether the counterparts that must fulfil it know the SKU. */
  readonly knowledge: SkuKnowledge;
  readonly unitPriceMinor: number;
  /** Where the origin says the units come from, by our location ids. */
  readonly allocations: readonly { readonly location: string; readonly quantity: number }[];
  /** It may be ordered before it is in stock. */
  readonly isPreorder?: true;
  /** A warehouse has still to confirm that it has these units. Left out when none has. */
  readonly unconfirmed?: number;
  /** Units that the origin takes from warehouses that the brand file does not name; left out when there are none. */
  readonly allocatedElsewhere?: readonly { readonly warehouse: UnknownWarehouse; readonly quantity: number }[];
}
