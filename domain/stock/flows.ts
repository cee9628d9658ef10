/** Counterparts whose stock we keep right. Stores' stock in Sitoo is Sitoo's own. */
export type Target = 'centra' | 'sitoo';
export const TARGETS: readonly Target[] = ['centra', 'sitoo'];

/** The three ways that stock figures go. */
export type Flow = 'storesToCentra' | 'warehouseToCentra' | 'warehouseToSitoo';

export const FLOWS: Readonly<Record<Flow, { readonly target: Target; readonly from: 'store' | 'warehouse' }>> = {
  storesToCentra: { target: 'centra', from: 'store' },
  warehouseToCentra: { target: 'centra', from: 'warehouse' },
  warehouseToSitoo: { target: 'sitoo', from: 'warehouse' },
};

export const FLOW_NAMES = Object.keys(FLOWS) as Flow[];

export const flowsTo = (target: Target): Flow[] => FLOW_NAMES.filter((flow) => FLOWS[flow].target === target);

/** How a flow is sent. Plain JSON: the push loop carries it. */
export interface FlowSettings {
  /** At once as far as budgets allow, or only when a schedule says so. */
  readonly mode: 'immediate' | 'scheduled';
  /** Nothing waits longer than this while the counterpart lets us, ms. */
  readonly maxStalenessMs: number;
}

/** A push to one location in one direction: an increase, a decrease, or absolute levels. */
export type Direction = 'in' | 'out' | 'set';
