import type { History } from './histories.js';

type Event = NonNullable<History['events']>[number];
type Payloads = NonNullable<Event['workflowExecutionSignaledEventAttributes']>['input'];

/** Signals that wait: of one name, each with its own argument, or with none. */
export interface WaitingSignals {
  readonly name: string;
  readonly count: number;
  readonly argumentOf?: (nth: number) => unknown;
}

/** Moves every reference to a later event: an event that was number n is number n + by, except the first. */
function moved<T>(value: T, by: number): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map((one) => moved(one, by)) as T;
  const entries = Object.entries(value).map(([name, one]) => {
    if (!/^(e|\w+E)ventId$/.test(name)) return [name, moved(one, by)];
    const id = Number(one);
    return [name, id > 1 ? id + by : one];
  });
  return Object.fromEntries(entries) as T;
}

const payloadsOf = (argument: unknown): Payloads =>
  argument === undefined
    ? { payloads: [] }
    : {
        payloads: [{ metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(JSON.stringify(argument)) }],
      };

const signalEvents = ({ name, count, argumentOf }: WaitingSignals, before: Event): Event[] =>
  Array.from({ length: count }, (_, nth) => ({
    ...{ eventId: Number(before.eventId) + 1 + nth, eventTime: before.eventTime, eventType: 26 },
    workflowExecutionSignaledEventAttributes: {
      signalName: name,
      input: payloadsOf(argumentOf?.(nth)),
      identity: 'a test',
    },
  })) as object as Event[];

/** The same history up to its first task, had so many signals waited for a worker since the workflow was started. */
export function withWaitingSignals(history: History, waiting: WaitingSignals): History {
  const [started, ...later] = history.events ?? [];
  if (started === undefined) throw new Error('The history has no beginning.');
  const first = later.findIndex((event) => event.workflowTaskStartedEventAttributes);
  const rest = later.slice(0, first + 1).map((event) => moved({ ...event }, waiting.count));
  return { ...history, events: [started, ...signalEvents(waiting, started), ...rest] };
}

const ofOpenTask = (event: Event | undefined): boolean =>
  Boolean(
    event?.workflowTaskScheduledEventAttributes ||
      event?.workflowTaskStartedEventAttributes ||
      event?.workflowExecutionTerminatedEventAttributes,
  );

/** The same history, had so many signals waited for a worker at its end: its last task takes them. */
export function withSignalsAtItsEnd(history: History, waiting: WaitingSignals): History {
  const events = [...(history.events ?? [])];
  const scheduled = events.find((event) => event.workflowTaskScheduledEventAttributes);
  const started = events.find((event) => event.workflowTaskStartedEventAttributes);
  while (ofOpenTask(events.at(-1))) events.pop();
  const last = events.at(-1);
  if (!last || !scheduled || !started) throw new Error('The history has no task.');
  const scheduledEventId = Number(last.eventId) + waiting.count + 1;
  const task = [
    { ...scheduled, eventId: scheduledEventId },
    {
      ...started,
      eventId: scheduledEventId + 1,
      workflowTaskStartedEventAttributes: { ...started.workflowTaskStartedEventAttributes, scheduledEventId },
    },
  ] as object as Event[];
  return { ...history, events: [...events, ...signalEvents(waiting, last), ...task] };
}
