import type { WorkflowHandle } from '@temporalio/client';

/** What an execution went through, as the SDK hands it out. */
export type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;
export type HistoryEvent = NonNullable<History['events']>[number];

/** An event of a history, as people name it. */
export interface NamedEvent {
  readonly id: number;
  /** `activity task scheduled` */
  readonly type: string;
  /** What it is about: the activity, signal or workflow type that it names. */
  readonly name?: string;
}

export const eventsOf = (history: History): readonly HistoryEvent[] => history.events ?? [];

export const idOf = ({ eventId }: HistoryEvent): number => Number(eventId);

export function nameEvent(event: HistoryEvent): NamedEvent {
  const [key = 'unknownEventAttributes'] = Object.entries(event).flatMap(([key, value]) =>
    key.endsWith('EventAttributes') && value ? [key] : [],
  );
  const type = key
    .replace(/EventAttributes$/, '')
    .replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .trim();
  const name =
    event.activityTaskScheduledEventAttributes?.activityType?.name ??
    event.workflowExecutionSignaledEventAttributes?.signalName ??
    event.signalExternalWorkflowExecutionInitiatedEventAttributes?.signalName ??
    event.startChildWorkflowExecutionInitiatedEventAttributes?.workflowType?.name ??
    event.workflowExecutionStartedEventAttributes?.workflowType?.name ??
    event.markerRecordedEventAttributes?.markerName;
  return { id: idOf(event), type, ...(name ? { name } : {}) };
}

/** Events that record what the workflow decided: they name the workflow task that decided it. */
export const isDecision = (event: HistoryEvent): boolean =>
  Object.values(event).some((value) => typeof value === 'object' && value && 'workflowTaskCompletedEventId' in value);
