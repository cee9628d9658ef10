import type { CentraOrderNumber, CentraReturnId } from '../../domain/ids.js';
import type { PlannedReturn } from '../../domain/return/assign-to-shipments.js';
import type { Inspection } from '../../domain/return/inspection.js';
import { type Payer, payerOf } from '../../domain/return/payer.js';
import type { ReturnPlan } from '../../domain/return/plan-return.js';
import type { ReturnSettings } from '../../domain/return/settings.js';
import type { TillRefund } from '../../domain/return/till-refund.js';
import type { Cases } from '../cases/raise.js';
import type { ReturnInStore, ReturnStage } from '../messages.js';
import type { Timeline } from '../timeline.js';

/** A return at the web shop, planned or created. */
export interface CreatedReturn {
  readonly planned: PlannedReturn;
  status: 'planned' | 'created' | 'refunded' | 'completed' | 'skipped' | 'undone';
  id?: CentraReturnId;
  totalMinor?: number;
}

/** What is known of goods that came back while their workflow runs. */
export interface ReturnState {
  readonly brand: string;
  readonly refund: TillRefund;
  readonly settings: ReturnSettings;
  /** Who gives the customer the money back, by the receipt or by a person's word. */
  payer: Payer;
  /** The web order, once it is known. */
  order: CentraOrderNumber | undefined;
  /** What a person said before this run began: the web order of a refund that named none. */
  readonly attachTo: CentraOrderNumber | undefined;
  inspection: Inspection | undefined;
  returns: CreatedReturn[];
}

/** One return on its way: what every step of it needs. */
export interface ReturnRun {
  readonly state: ReturnState;
  readonly cases: Cases;
  readonly timeline: Timeline<ReturnStage>;
}

/** A return whose web order is known and whose returns at the web shop are planned. */
export interface PlannedRun extends ReturnRun {
  /** The web order. */
  readonly order: CentraOrderNumber;
  readonly plan: ReturnPlan;
}

export const openReturn = ({ brand, refund, settings, order }: ReturnInStore): ReturnState => ({
  brand,
  refund,
  settings,
  payer: payerOf(refund, settings.refund),
  order: undefined,
  attachTo: order,
  inspection: undefined,
  returns: [],
});

/** From now on the goods belong to this web order. */
export function attachToOrder({ state, timeline }: ReturnRun, order: CentraOrderNumber): void {
  state.order = order;
  timeline.add(`The goods belong to web order ${order}.`);
}
