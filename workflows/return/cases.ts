import { type Cases, openCases } from '../cases/raise.js';
import type { ReturnStage } from '../messages.js';
import type { Timeline } from '../timeline.js';
import type { ReturnState } from './run.js';

/** The cases of a return. Call before the first await of the workflow, so that the handlers exist when a message arrives. */
export const openReturnCases = ({ brand, refund }: ReturnState, timeline: Timeline<ReturnStage>): Cases =>
  openCases<ReturnStage>({
    name: `${brand}-return-${refund.number}`,
    brand,
    subject: `return ${refund.number}`,
    context: () => ({ couriers: [], locations: [], lines: refund.lines.map((l) => l.line) }),
    timeline,
    waiting: 'waiting-for-answer',
    goingOn: 'returning',
    next: 'The return goes on.',
    options: { location: refund.location },
  });
