import type { LocationKind } from '../brand.js';
import type { CentraShipmentId } from '../ids.js';
import {
  type FulfilmentProgress,
  type FulfilmentStage,
  type Parcel,
  type ReportedProgress,
  resolveLines,
} from './fulfilment.js';
import { addUnits, countUnits, type LineUnits, subtractUnits } from './split-order.js';

/** A shipment at the web shop for goods of one fulfilment; nothing was created for one that a person skipped. */
export type Shipment = MadeShipment | SkippedShipment;

interface GoodsOfShipment {
  /** The counterpart's id of the order whose goods it holds: the fulfilment's own or a back order. */
  readonly counterpartOrder: string;
  /** Of a shipment at the web shop: what it holds there, as far as is known. */
  lines: readonly LineUnits[];
}

export interface MadeShipment extends GoodsOfShipment {
  readonly id: CentraShipmentId;
  /** `skipped`: a person settled the rest of it at the web shop. */
  status: 'created' | 'captured' | 'completed' | 'skipped';
  /** Refusals of the payment provider that are known: one more is news. */
  captureFailures: number;
  /** The web shop is being told that it has left, or was told: what its location takes back from then on, a person must know of. */
  isBeingReported?: true;
}

export interface SkippedShipment extends GoodsOfShipment {
  readonly id?: never;
  readonly status: 'skipped';
  /** Picked units beyond what the order holds: of the goods that leave, those in shipments come first. */
  readonly isBeyond?: true;
}

/** Units of a SKU that a location promised to a fulfilment and does not hold. */
export interface Shortage {
  /** Missing at the location, over all orders. */
  units: number;
  /** `waiting-for-goods`: a person said that goods will come. `handled`: nothing more to do. */
  status: 'new' | 'waiting-for-goods' | 'handled';
}

/**
 * What a change of the order means for a fulfilment: nothing; it must be cancelled at its location; or that came too late and
 * it goes on as it is, which a person or a hold accepted until the order changes again.
 */
export type Recall =
  | 'none'
  | 'wanted'
  | { readonly acceptedAtRevision: string; readonly afterwards: 'none' | 'wanted' };

/** What the workflow of an order knows of one fulfilment. */
export interface FulfilmentState {
  readonly fulfilment: number;
  readonly location: string;
  readonly kind: LocationKind;
  readonly lines: readonly LineUnits[];
  /** Locations that already failed for these units. */
  readonly tried: readonly string[];
  stage: FulfilmentStage;
  /** The counterpart's id of its order. */
  ref?: string;
  /** What the counterpart shows of its order and of the back orders to it, by its id of each. */
  readonly counterpartOrders: Map<string, FulfilmentProgress>;
  hasUnhandledProgress: boolean;
  readonly shipments: Shipment[];
  /** Till orders: parcels already reported to the tills. */
  readonly reportedParcels: Set<string>;
  /** Units a person cancelled although they were planned here. */
  cancelledUnits: readonly LineUnits[];
  /** A decision to cancel units is being carried out: nothing is planned before it is. */
  isCancellingUnits: boolean;
  /** Epoch ms by which its location promises the next step; nothing is promised before it is placed. */
  dueAt: number | undefined;
  recall: Recall;
  /** Units beyond what the order holds that a person let go, or was asked about once they had left. */
  knownBeyond: readonly LineUnits[];
  /** What its location lacks for it, by SKU, until the location holds enough again. */
  readonly shortages: Map<string, Shortage>;
}

/** Units that the fulfilment stands for: what was planned here and not cancelled since. */
export const remainingUnits = ({ lines, cancelledUnits }: FulfilmentState): LineUnits[] =>
  subtractUnits(lines, cancelledUnits);

/** What the counterpart shows: its order before the back orders to it, whichever was read first. */
export const shownOrders = ({ counterpartOrders }: FulfilmentState): FulfilmentProgress[] =>
  [...counterpartOrders.values()].sort((a, b) => Number(a.backOrder) - Number(b.backOrder));

export const parcelsOf = (fulfilment: FulfilmentState): Parcel[] =>
  shownOrders(fulfilment).flatMap((order) => order.parcels);

export const unitsIn = (several: readonly { readonly lines: readonly LineUnits[] }[]): LineUnits[] =>
  several.reduce<LineUnits[]>((sum, { lines }) => addUnits(sum, lines), []);

export const sentUnits = (fulfilment: FulfilmentState): LineUnits[] => unitsIn(parcelsOf(fulfilment));

/** Units that a counterpart showed as sent in one of its orders and that a reading of it does not show as sent. */
export function takenBackUnits({ counterpartOrders, lines }: FulfilmentState, reading: ReportedProgress): LineUnits[] {
  const shown = counterpartOrders.get(reading.ref);
  return shown ? subtractUnits(unitsIn(shown.parcels), unitsIn(resolveLines(reading, lines).parcels)) : [];
}

/** Units of an order of a counterpart that were reported as sent where the order was placed, or are being reported. */
export const reportedUnits = ({ shipments, reportedParcels, counterpartOrders }: FulfilmentState, ref: string) => [
  ...unitsIn(shipments.filter((s) => s.counterpartOrder === ref && s.id !== undefined && s.isBeingReported)),
  ...unitsIn((counterpartOrders.get(ref)?.parcels ?? []).filter((parcel) => reportedParcels.has(parcel.ref))),
];

/** Units that have not left and are still expected of the location. */
export const missingUnits = (fulfilment: FulfilmentState): LineUnits[] =>
  subtractUnits(remainingUnits(fulfilment), sentUnits(fulfilment));

/** A shipment that exists at the web shop and was not reported as sent. */
export const isOpenShipment = (shipment: Shipment): shipment is MadeShipment =>
  shipment.status === 'created' || shipment.status === 'captured';

/** It stands for picked units that the order does not hold. */
export const isBeyond = (shipment: Shipment): boolean => shipment.id === undefined && shipment.isBeyond === true;

/** Goods that leave count for it before they count for any other: it was reported as sent, or settled by a person. */
export const isReported = (shipment: Shipment): boolean => !isOpenShipment(shipment) && !isBeyond(shipment);

/** The location will do no more: its order and every back order are closed. */
export const isClosedAtLocation = ({ counterpartOrders }: FulfilmentState): boolean =>
  counterpartOrders.size > 0 && [...counterpartOrders.values()].every((order) => order.final);

/** Nobody at the location has begun with it: what was picked was there, whatever the count says. */
export const isUntouched = ({ stage, counterpartOrders }: FulfilmentState): boolean =>
  (stage === 'planned' || stage === 'placing' || stage === 'placed') &&
  [...counterpartOrders.values()].every((order) => order.stage === 'open' || order.stage === 'error');

/** Something left, or was captured to leave: cancelling at the location would not bring that back. */
export const hasBegunToLeave = (fulfilment: FulfilmentState): boolean =>
  countUnits(sentUnits(fulfilment)) > 0 || fulfilment.shipments.some(isOpenShipment);
