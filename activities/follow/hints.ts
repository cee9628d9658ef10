import type { Follower } from '../../domain/followers.js';
import { type Id, parseId } from '../../domain/ids.js';
import type { Inbox, InboxEvent } from '../../systems/database/port.js';
import { checkpoint } from '../checkpoint.js';
import { isolating } from './isolate.js';
import { isOver, type Round } from './round.js';

/** Events collected for one round; more wait for the next, which follows immediately. */
const EVENTS_AT_ONCE = 500;
/** Ids that are read together: as many as one call of a counterpart takes. */
const IDS_AT_ONCE = 100;

/** Events that wait for a follower. They are hints to look: nothing that they say is believed. */
export interface CollectedEvents {
  readonly list: readonly InboxEvent[];
  readonly more: boolean;
  /** Marks all of them as handled. */
  done(): Promise<void>;
}

/** Collects the waiting events of a follower, before it reads anything: what it reads is then not older than they are. */
export async function collectEvents(inbox: Inbox, follower: Follower): Promise<CollectedEvents> {
  // Before the read: what is stored from now on, this round may miss, and the sender of wakes must know that.
  await inbox.beginRound(follower);
  const list = await inbox.pending(follower, EVENTS_AT_ONCE);
  return {
    list,
    more: list.length === EVENTS_AT_ONCE,
    done: () => inbox.markHandled(list.map(({ id }) => id)),
  };
}

export interface Hints<I> {
  readonly inbox: Pick<Inbox, 'markHandled' | 'markRefused'>;
  readonly events: CollectedEvents;
  /** Whether an event is about a thing that is read by its id. */
  readonly namesOne: (event: InboxEvent) => boolean;
  /** Reads these and does what they call for. */
  readonly act: (ids: readonly I[]) => Promise<void>;
}

interface Named<I> {
  readonly id: I;
  readonly events: readonly InboxEvent[];
}

/**
 * Acts on what events name, apart from the cursor: whatever they hold, what the cursor shows is read. An event whose id can
 * never be read is set aside for a person, and no other waits for it. Events are marked as handled after that was done.
 */
export async function actOnHints<I extends Id<string>>(round: Round, hints: Hints<I>): Promise<void> {
  const { inbox, events, namesOne, act } = hints;
  round.more ||= events.more;
  const byId = new Map<I, InboxEvent[]>();
  const others: number[] = [];
  for (const event of events.list) {
    checkpoint();
    const id = parseId<I>(event.subject);
    if (!namesOne(event) || event.subject === '') others.push(event.id);
    else if (id === undefined)
      await inbox.markRefused(event.id, `“${event.subject.slice(0, 60)}” is no id that can be read.`);
    else byId.set(id, [...(byId.get(id) ?? []), event]);
  }
  await inbox.markHandled(others);
  const named: Named<I>[] = [...byId].map(([id, list]) => ({ id, events: list }));
  for (let at = 0; at < named.length; at += IDS_AT_ONCE) {
    checkpoint();
    if (isOver(round)) {
      round.more = true;
      return;
    }
    await isolating(
      named.slice(at, at + IDS_AT_ONCE),
      async (some) => {
        await act(some.map(({ id }) => id));
        await inbox.markHandled(some.flatMap((one) => one.events.map(({ id }) => id)));
      },
      async (one, why) => {
        for (const { id } of one.events) {
          checkpoint();
          await inbox.markRefused(id, why);
        }
      },
    );
  }
}
