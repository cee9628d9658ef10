import { followerWorkflowId } from '../../domain/followers.js';
import type { System } from '../../domain/names.js';
import type { CaseRow, InboxRow } from '../../systems/database/port.js';
import { caseAutoResolved, type StandaloneCase, wake } from '../../workflows/messages.js';
import { openCases } from '../cases/open-cases.js';
import { openStandaloneCase } from '../cases/standalone-case.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';
import { atMostEvery } from '../follow/at-most-every.js';
import { signalRunning } from '../signal-running.js';

/** A sender that goes wrong must not flood people: what is left waits in the list, and is asked when others are answered. */
const OPEN_AT_MOST = 20;
const CODE = 'event.refused';

/** Handled events are kept for people who look back, and far longer than any sender repeats itself (a day). */
const KEPT_MS = 30 * 86_400_000;
const PRUNE_EVERY_MS = 3_600_000;
/** Statements of one look; each deletes a thousand rows, so a look takes a second at most. */
const PRUNED_AT_ONCE = 20;

const NAMES = { centra: 'Centra', sitoo: 'Sitoo', wms: 'the WMS' } as const;

type Needs = Pick<Dependencies, 'brand' | 'records' | 'temporal' | 'log'>;

const subjectOf = ({ system, id }: Pick<InboxRow, 'system' | 'id'>): string => `${system}/${id}`;

/** Names the event by what was kept of it. */
const sentenceOf = ({ system, id, kind, subject, refused }: InboxRow): string =>
  `Event ${id} from ${NAMES[system]} (${kind}${subject === '' ? '' : `, about ${subject}`}) cannot be handled. ${refused ?? ''}`;

/**
 * Keeps the inbox in order after each round of a follower: every event that was set aside has a case, a case whose event
 * was decided elsewhere is closed, and old events are deleted.
 */
export function inboxKeeper(needs: Needs): (system: System) => Promise<void> {
  const { records, temporal, log } = needs;
  const prune = atMostEvery(PRUNE_EVERY_MS, () => pruneInbox(needs));
  /** Systems that may have open cases; an empty inbox asks for no list of cases. */
  const mayHaveCases = new Set<System>(['centra', 'sitoo', 'wms']);

  async function openCasesOf(system: System): Promise<CaseRow[]> {
    return (await openCases(needs, CODE)).filter((row) => row.subject.startsWith(`${system}/`));
  }

  async function keepCases(system: System): Promise<void> {
    const refused = await records.inbox.refused(OPEN_AT_MOST, system);
    if (refused.length === 0 && !mayHaveCases.has(system)) return;
    const open = await openCasesOf(system);
    if (refused.length === 0 && open.length === 0) mayHaveCases.delete(system);
    else mayHaveCases.add(system);
    const subjects = new Set(refused.map(subjectOf));
    for (const row of open) {
      checkpoint();
      if (!subjects.has(row.subject))
        await signalRunning(temporal.workflow.getHandle(row.workflowId), caseAutoResolved, {
          why: 'The event was decided elsewhere.',
        });
    }
    const asked = new Set(open.map((row) => row.subject));
    for (const event of refused) {
      checkpoint();
      if (!asked.has(subjectOf(event)))
        await openStandaloneCase(needs, {
          subject: subjectOf(event),
          problem: { code: CODE, sentence: sentenceOf(event) },
          about: { kind: 'event-refused', system, event: event.id },
        });
    }
  }

  return async (system) => {
    try {
      await keepCases(system);
      await prune();
    } catch (err) {
      // The round itself matters more; the next one tries again.
      log.warn({ system, why: String(err) }, 'the inbox could not be kept in order');
    }
  };
}

async function pruneInbox({ records }: Pick<Needs, 'records'>): Promise<void> {
  const olderThan = new Date(Date.now() - KEPT_MS).toISOString();
  for (let i = 0; i < PRUNED_AT_ONCE; i += 1) {
    checkpoint();
    if ((await records.inbox.prune(olderThan)) === 0) return;
  }
}

export type RefusedEvent = Extract<StandaloneCase['about'], { kind: 'event-refused' }>;

/** Carries out the answers to cases about events. */
export function createEventActivities({ brand, records, temporal }: Needs) {
  return {
    /** `retry` gives the event to its follower again, `skip` discards it. One that was decided elsewhere is settled. */
    async settleRefusedEvent({
      about,
      answer,
    }: {
      about: RefusedEvent;
      answer: 'retry' | 'skip';
    }): Promise<{ settled: boolean; sentence?: string }> {
      if (answer === 'skip') await records.inbox.discard(about.event, 'the answer to its case');
      else if (await records.inbox.retry(about.event))
        await signalRunning(temporal.workflow.getHandle(followerWorkflowId(brand.brand, about.system)), wake);
      return { settled: true };
    },
  };
}

export type EventActivities = ReturnType<typeof createEventActivities>;
