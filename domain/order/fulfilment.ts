import type { LineUnits } from './split-order.js';

/**
 * How far a fulfilment has come. `placing`: it may exist at its location already, since an answer can be lost. What may follow
 * what is a table, so that a late or repeated event can never move a fulfilment back.
 */
export type FulfilmentStage = 'planned' | 'placing' | 'placed' | 'picked' | 'sent' | 'rejected' | 'cancelled' | 'moved';

export const FULFILMENT_STAGES: Readonly<Record<FulfilmentStage, readonly FulfilmentStage[]>> = {
  planned: ['placing', 'cancelled', 'moved'],
  placing: ['placed', 'cancelled', 'moved'],
  placed: ['picked', 'sent', 'rejected', 'cancelled', 'moved'],
  picked: ['sent', 'rejected', 'cancelled', 'moved'],
  rejected: ['moved', 'cancelled', 'placed'],
  sent: [],
  cancelled: [],
  moved: [],
};

/**
 * The stages in the order in which the records keep them: of two, the later one counts, whichever was written first. What has
 * left its location has left, also when it was cancelled.
 */
export const STAGES_ONWARD: readonly FulfilmentStage[] = [
  'planned',
  'placing',
  'rejected',
  'placed',
  'picked',
  'moved',
  'cancelled',
  'sent',
];

export const mayBecome = (from: FulfilmentStage, to: FulfilmentStage): boolean => FULFILMENT_STAGES[from].includes(to);

/** Nothing more is expected of a fulfilment in this stage. */
export const isSettled = (stage: FulfilmentStage): boolean => FULFILMENT_STAGES[stage].length === 0;

/**
 * Units as a counterpart names them: by our line id or, where it lost that, by their position among the lines of the
 * fulfilment, from 0.
 */
export type ReportedUnits = LineUnits | { readonly position: number; readonly quantity: number };

/** A parcel that left, or goods handed over at the counter. */
export interface Parcel<Units = LineUnits> {
  /** The counterpart's own id of it: repeats of the same parcel are one parcel. */
  readonly ref: string;
  readonly lines: readonly Units[];
  readonly trackingNumber?: string;
  /** Of the label with which the customer sends goods back. */
  readonly returnTrackingNumber?: string;
  readonly carrier?: string;
  readonly packages: number;
  /** ISO. */
  readonly sentAt?: string;
}

/**
 * What a counterpart shows of one order that it holds for a fulfilment: cumulative, so that repeats, losses and wrong order
 * do no harm. Ids and quantities only.
 */
export interface FulfilmentProgress<Units = LineUnits> {
  readonly fulfilment: number;
  /** The counterpart's id of its order. */
  readonly ref: string;
  readonly stage: 'open' | 'working' | 'picked' | 'sent' | 'rejected' | 'cancelled' | 'error';
  readonly picked: readonly Units[];
  readonly parcels: readonly Parcel<Units>[];
  /** The counterpart expects to do no more for this order. */
  readonly final: boolean;
  /** It is a back order, made by the warehouse for units that it could not send at first. */
  readonly backOrder: boolean;
  /** Why the counterpart does not send it: a case says it. */
  readonly why?: string;
}

export type ReportedProgress = FulfilmentProgress<ReportedUnits>;

/** Progress by our line ids. Units at a position that the fulfilment does not have are left out: they are none of its own. */
export function resolveLines(reported: ReportedProgress, fulfilmentLines: readonly LineUnits[]): FulfilmentProgress {
  const resolve = (units: readonly ReportedUnits[]): LineUnits[] =>
    units.flatMap((unit) => {
      if ('line' in unit) return [unit];
      const line = fulfilmentLines[unit.position]?.line;
      return line === undefined ? [] : [{ line, quantity: unit.quantity }];
    });
  return {
    ...reported,
    picked: resolve(reported.picked),
    parcels: reported.parcels.map((parcel) => ({ ...parcel, lines: resolve(parcel.lines) })),
  };
}

/** A rejection outranks the cancellation that follows it, which is our own: it keeps the store from picking after all. */
const RANK = { open: 0, working: 1, error: 1, picked: 2, sent: 3, cancelled: 4, rejected: 5 } as const;

/** True when `next` shows nothing that `seen` did not. */
export const isStaleProgress = (seen: FulfilmentProgress | undefined, next: FulfilmentProgress): boolean =>
  showsLess(seen, next) || (seen !== undefined && JSON.stringify(next) === JSON.stringify(seen));

/**
 * True when `next` was read before `seen`. What has left has left: the reading with more parcels is the newer one, also when
 * the other shows a rejection or a cancellation. What differs at the same stage and shows no less is progress, a waybill too.
 */
export function showsLess(seen: ReportedProgress | undefined, next: ReportedProgress): boolean {
  if (!seen) return false;
  if (next.parcels.length !== seen.parcels.length) return next.parcels.length < seen.parcels.length;
  if (RANK[next.stage] !== RANK[seen.stage]) return RANK[next.stage] < RANK[seen.stage];
  return sum(next.picked) < sum(seen.picked);
}

const sum = (units: readonly ReportedUnits[]): number => units.reduce((total, { quantity }) => total + quantity, 0);
