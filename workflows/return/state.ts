import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { Inspection } from '../../domain/return/inspection.js';
import type { PlannedReturn } from '../../domain/return/plan-return.js';
import type { ReturnSettings } from '../../domain/return/settings.js';
import type { TillRefund } from '../../domain/return/till-refund.js';
import type { ReturnInStore, ReturnStage } from '../messages.js';
import { Stage } from '../search-attributes.js';

/** A return at the web shop, planned or made. */
export interface CreatedReturn {
  readonly planned: PlannedReturn;
  status: 'planned' | 'created' | 'refunded' | 'completed' | 'skipped' | 'undone';
  id?: number;
  totalMinor?: number;
}

/** What is known of goods that came back while their workflow runs. */
export interface ReturnState {
  readonly brand: string;
  readonly refund: TillRefund;
  readonly settings: ReturnSettings;
  stage: ReturnStage;
  /** Number of the web order, once it is known. */
  number: string | undefined;
  inspection: Inspection | undefined;
  booked: CreatedReturn[];
  readonly timeline: { at: string; what: string }[];
  /** What it waits for, in a sentence. */
  next: string;
  casesShown: string;
}

export const openReturn = ({ brand, refund, settings }: ReturnInStore): ReturnState => ({
  brand,
  refund,
  settings,
  stage: 'returning',
  number: undefined,
  inspection: undefined,
  booked: [],
  timeline: [],
  next: 'Where the goods came from is being looked up.',
  casesShown: '',
});

/** Longest timeline kept; a return that needs more has cases that tell the rest. */
const TIMELINE_MAX = 100;

export function tell(state: ReturnState, what: string): void {
  if (state.timeline.length < TIMELINE_MAX) state.timeline.push({ at: new Date(Date.now()).toISOString(), what });
  show(state);
}

/** The page of the workflow in the Temporal Web UI tells the story. Costs no event. */
export function show(state: ReturnState): void {
  const rows = state.booked.map(
    ({ planned, status, id }) =>
      `| ${planned.name} | ${planned.shipment} | ${planned.condition} | ${status} | ${id ?? ''} |`,
  );
  setCurrentDetails(
    [
      state.casesShown,
      `**${state.next}**`,
      rows.length > 0
        ? ['| return | shipment | goods | stands | there |', '| --- | --- | --- | --- | --- |', ...rows].join('\n')
        : '',
      state.timeline.map((t) => `- ${t.at} ${t.what}`).join('\n'),
    ]
      .filter((text) => text !== '')
      .join('\n\n'),
  );
}

export function setStage(state: ReturnState, stage: ReturnStage): void {
  if (state.stage === stage) return;
  state.stage = stage;
  upsertSearchAttributes([{ key: Stage, value: stage }]);
}
