import type { ReturnStage } from '../messages.js';
import { asTable, openTimeline, type Timeline } from '../timeline.js';
import type { ReturnState } from './run.js';

export const openReturnTimeline = (state: ReturnState): Timeline<ReturnStage> =>
  openTimeline<ReturnStage>({
    stage: 'returning',
    next: 'Where the goods came from is being looked up.',
    table: () =>
      asTable(
        ['return', 'shipment', 'goods', 'status', 'there'],
        state.returns.map(({ planned, status, id }) => [
          planned.name,
          planned.shipment,
          planned.condition,
          status,
          id ?? '',
        ]),
      ),
  });
