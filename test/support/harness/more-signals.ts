import type { History } from './histories.js';

type Event = NonNullable<History['events']>[number];
type Payloads = NonNullable<Event['workflowExecutionSignaledEventAttributes']>['input'];

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

/** The same history, had so many signals waited for a worker since the workflow was started. */
export function withWaitingSignals(history: History, signalName: string, count: number, input?: Payloads): History {
  const [started, ...later] = history.events ?? [];
  if (started === undefined) throw new Error('The history has no beginning.');
  const signals = Array.from({ length: count }, (_, nth) => ({
    ...{ eventId: nth + 2, eventTime: started.eventTime, eventType: 26 },
    workflowExecutionSignaledEventAttributes: { signalName, input: input ?? { payloads: [] }, identity: 'a test' },
  }));
  const rest = later.map((event) => moved({ ...event }, count));
  return { ...history, events: [started, ...signals, ...rest] as Event[] };
}
