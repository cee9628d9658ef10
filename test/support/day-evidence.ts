import type { Evidence } from '../../lab/day/judge/summary.js';
import {
  type CounterpartStates,
  centraState,
  type ReportedCentraState,
  type ReportedSitooState,
  type ReportedWmsState,
  sitooState,
  wmsState,
} from '../../lab/simulators/states.js';

/** Orders and returns as the simulators report them: what they may leave out, a test may leave out. */
export type CentraOrder = ReportedCentraState['orders'][number];
export type CentraReturn = NonNullable<ReportedCentraState['returns']>[number];
export type SitooOrder = ReportedSitooState['orders'][number];
export type WmsOrder = ReportedWmsState['orders'][number];

/** What a test says that the counterparts hold. */
export interface StatesOfTest {
  readonly centra?: readonly CentraOrder[];
  readonly returns?: readonly CentraReturn[];
  readonly sitoo?: readonly SitooOrder[];
  readonly wms?: readonly WmsOrder[];
  /** The stock side. */
  readonly stock?: {
    readonly centra?: Pick<ReportedCentraState, 'stock' | 'stockChanges'>;
    readonly sitoo?: Pick<ReportedSitooState, 'stock' | 'movements'>;
    readonly wms?: Pick<ReportedWmsState, 'perWarehouse'>;
  };
}

/** States as they are read from simulators that hold nothing but what a test says. */
export const statesOf = ({
  centra = [],
  returns = [],
  sitoo = [],
  wms = [],
  stock,
}: StatesOfTest): CounterpartStates => ({
  centra: centraState.parse({ orders: centra, returns, ...stock?.centra }),
  sitoo: sitooState.parse({ orders: sitoo, ...stock?.sitoo }),
  wms: wmsState.parse({ orders: wms, ...stock?.wms }),
});

/** When the days of the tests began. */
export const T0 = Date.parse('2026-03-02T09:00:00Z');

/** Calls of a day that broke nothing. */
export const quiet = { total: 1, byOperation: {}, throttled: 0, mostInFlight: 1, refusals: [] };

/** A staffed and operated day on which the counterparts hold nothing but what a test says. */
export const dayOf = ({
  states = {},
  ...more
}: Omit<Partial<Evidence>, 'states'> & { states?: StatesOfTest }): Evidence => ({
  states: statesOf(states),
  calls: { centra: quiet, sitoo: quiet, wms: quiet },
  cases: [],
  historyLengths: [],
  staffed: true,
  operated: true,
  heldBack: new Set(),
  plan: 'growth',
  seconds: 1,
  workerKills: 0,
  ...more,
});

/** A closed order at the tills, of nothing and at the first store unless `change` says otherwise. */
export const tillOrder = (change: Partial<SitooOrder> = {}): SitooOrder => ({
  orderid: 7,
  externalid: null,
  state: 10,
  location: 'store-01',
  createdAt: T0,
  items: [],
  deliveries: [],
  ...change,
});
