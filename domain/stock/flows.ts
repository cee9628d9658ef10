/** Counterparts to which stock is published. Stores' stock in Sitoo is Sitoo's own. */
export type Target = 'centra' | 'sitoo';
export const TARGETS: readonly Target[] = ['centra', 'sitoo'];

/** The three ways that stock figures take. */
export type Flow = 'storesToCentra' | 'warehouseToCentra' | 'warehouseToSitoo';

export const FLOWS: Readonly<Record<Flow, { readonly target: Target; readonly from: 'store' | 'warehouse' }>> = {
  storesToCentra: { target: 'centra', from: 'store' },
  warehouseToCentra: { target: 'centra', from: 'warehouse' },
  warehouseToSitoo: { target: 'sitoo', from: 'warehouse' },
};

export const FLOW_NAMES = Object.keys(FLOWS) as Flow[];

export const flowsTo = (target: Target): Flow[] => FLOW_NAMES.filter((flow) => FLOWS[flow].target === target);

/** How a flow is published. Plain JSON: it is in the input of the publisher's workflow. */
export interface FlowSettings {
  /** Immediately as far as budgets allow, or only when a schedule releases it. */
  readonly mode: 'immediate' | 'scheduled';
  /** No figure is pending longer than this while the counterpart accepts calls, ms. */
  readonly maxStalenessMs: number;
}

/** Direction of a call for one location: an increase, a decrease, or absolute levels. */
export type Direction = 'in' | 'out' | 'set';
