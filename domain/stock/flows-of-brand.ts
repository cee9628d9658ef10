import type { Brand } from '../brand.js';
import { systemsOf } from '../installation.js';
import { FLOW_NAMES, FLOWS, type Flow, TARGETS, type Target } from './flows.js';

/** The master of the stock of a kind of location. */
const MASTERS = { store: 'sitoo', warehouse: 'wms' } as const;

/** The ways that stock figures take in an installation: from a master that it has to a target that it has. */
export function stockFlowsOf(brand: Pick<Brand, 'locations'>): readonly Flow[] {
  const systems = systemsOf(brand);
  return FLOW_NAMES.filter((flow) => systems.has(FLOWS[flow].target) && systems.has(MASTERS[FLOWS[flow].from]));
}

/** The counterparts to which an installation publishes stock. */
export const targetsOf = (brand: Pick<Brand, 'locations'>): readonly Target[] => {
  const flows = stockFlowsOf(brand);
  return TARGETS.filter((target) => flows.some((flow) => FLOWS[flow].target === target));
};

/** Those flows to a target that an installation has. */
export const stockFlowsTo = (brand: Pick<Brand, 'locations'>, target: Target): Flow[] =>
  stockFlowsOf(brand).filter((flow) => FLOWS[flow].target === target);
