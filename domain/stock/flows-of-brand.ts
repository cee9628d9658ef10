import type { Brand } from '../brand.js';
import { systemsOf } from '../installation.js';
import type { System } from '../names.js';
import { FLOW_NAMES, FLOWS, type Flow, TARGETS, type Target } from './flows.js';

/** The master of the stock of a kind of location. */
const MASTERS = { store: 'sitoo', warehouse: 'wms' } as const;

/** The ways that stock figures take between systems: from a master that is there to a target that is there. */
const stockFlowsBetween = (systems: ReadonlySet<System>): readonly Flow[] =>
  FLOW_NAMES.filter((flow) => systems.has(FLOWS[flow].target) && systems.has(MASTERS[FLOWS[flow].from]));

/** The counterparts to which stock is published between these systems. */
export const targetsAmong = (systems: ReadonlySet<System>): readonly Target[] => {
  const flows = stockFlowsBetween(systems);
  return TARGETS.filter((target) => flows.some((flow) => FLOWS[flow].target === target));
};

/** The ways that stock figures take in an installation. */
export const stockFlowsOf = (brand: Pick<Brand, 'locations'>): readonly Flow[] => stockFlowsBetween(systemsOf(brand));

/** The counterparts to which an installation publishes stock. */
export const targetsOf = (brand: Pick<Brand, 'locations'>): readonly Target[] => targetsAmong(systemsOf(brand));

/** Those flows to a target that an installation has. */
export const stockFlowsTo = (brand: Pick<Brand, 'locations'>, target: Target): Flow[] =>
  stockFlowsOf(brand).filter((flow) => FLOWS[flow].target === target);
