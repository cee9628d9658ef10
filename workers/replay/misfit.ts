import { eventsOf, type History, type HistoryEvent, idOf, isDecision, type NamedEvent, nameEvent } from './history.js';

/** Why a history does not fit this build. */
export interface Misfit {
  /** The first event that this build does not reproduce, or at which its code fails. */
  readonly event?: NamedEvent;
  /** For people: the event, and what this build does instead. */
  readonly sentence: string;
}

/** @returns what the SDK reports of a history, or undefined when it fits */
export type Replay = (history: History) => Promise<string | undefined>;

/** Says in plain words why a history does not fit, given what the SDK reported of it. */
export async function explainMisfit(history: History, report: string, replay: Replay): Promise<Misfit> {
  const reason = readReason(report);
  const event = await findEvent(history, reason.message, replay);
  if (!event) return { sentence: `It does not fit: ${reason.message}` };
  const named = nameEvent(event);
  const about = named.name === undefined ? '' : `: ${named.name}`;
  return { event: named, sentence: `Event ${named.id} (${named.type}${about}): ${insteadOf(reason)}` };
}

async function findEvent(history: History, message: string, replay: Replay): Promise<HistoryEvent | undefined> {
  const events = eventsOf(history);
  const numbered = /HistoryEvent\(id: (\d+)/.exec(message)?.[1];
  if (numbered !== undefined) return events.find((event) => idOf(event) === Number(numbered));
  if (UNKNOWN_TYPE.test(message)) return events[0];
  // The message names no event: the shortest history that does not fit ends with the workflow task that shows it.
  const { before, upTo } = await shortestMisfit(events, replay);
  const shown = events.slice(before, upTo);
  const [, named] = /of scheduled event '([^']*)'/.exec(message) ?? [];
  const decisions = shown.filter(isDecision);
  const isNamed = (event: HistoryEvent): boolean =>
    nameEvent(event).name === named || event.activityTaskScheduledEventAttributes?.activityId === named;
  if (named !== undefined) return decisions.find(isNamed) ?? decisions[0];
  // The code itself failed: in the task that began last.
  return shown.at(-1);
}

/**
 * Halves the history until the last workflow task is the first one that does not fit.
 * @returns the events that this task adds, as a slice of the history
 */
async function shortestMisfit(
  events: readonly HistoryEvent[],
  replay: Replay,
): Promise<{ before: number; upTo: number }> {
  const ends = events.flatMap((event, at) => (event.workflowTaskStartedEventAttributes ? [at + 1] : []));
  if (ends.at(-1) !== events.length) ends.push(events.length);
  let fits = -1;
  let misfits = ends.length - 1;
  while (misfits - fits > 1) {
    const middle = Math.floor((fits + misfits) / 2);
    if ((await replay({ events: events.slice(0, ends[middle]) })) === undefined) fits = middle;
    else misfits = middle;
  }
  return { before: ends[fits] ?? 0, upTo: ends[misfits] ?? events.length };
}

const UNKNOWN_TYPE = /no such function is exported by the workflow bundle/;

interface Reason {
  readonly message: string;
  /** The history and the code differ; otherwise the code has failed. */
  readonly isMismatch: boolean;
}

/** The failure that the SDK quotes, without what it wraps around it. */
function readReason(report: string): Reason {
  const quoted = /message: "((?:[^"\\]|\\.)*)"/.exec(report)?.[1];
  const message = quoted === undefined ? report : quoted.replaceAll(/\\(.)/g, '$1');
  const prefix = /^\[TMPRL1100\] Nondeterminism error: /;
  return { message: message.replace(prefix, ''), isMismatch: prefix.test(message) };
}

/** What the machines of the SDK's core stand for. */
const DOES: Readonly<Record<string, string>> = {
  Activity: 'calls an activity',
  Timer: 'starts a timer',
  'Complete workflow': 'ends the workflow',
  'Fail workflow': 'fails the workflow',
  'Cancel workflow': 'ends the workflow as cancelled',
  'Continue as new workflow': 'continues as new',
  'Child workflow': 'starts a child workflow',
  'Signal external WF': 'signals another workflow',
  'Cancel external WF': 'cancels another workflow',
  Update: 'answers an update',
};

function insteadOf({ message, isMismatch }: Reason): string {
  if (UNKNOWN_TYPE.test(message)) return 'this build has no workflow of this type.';
  const [, called] = /of (?:local )?activity command '([^']*)'/.exec(message) ?? [];
  if (called !== undefined && message.startsWith('Activity type')) return `this build calls ${called} there.`;
  const [, machine = ''] = /^(.+) machine does not handle this event/.exec(message) ?? [];
  if (DOES[machine] !== undefined) return `this build ${DOES[machine]} there.`;
  if (message.startsWith('No command scheduled')) return 'this build does nothing there.';
  const does = isMismatch ? 'this build does something else there' : 'the code of this build fails there';
  return `${does}. ${message}`;
}
