import type { System } from '../../domain/names.js';
import type { Inbox, InboxEvent } from '../../systems/database/port.js';

/** Events handled in one round; more wait for the next, which follows immediately. */
const EVENTS_AT_ONCE = 500;

/** Events of a counterpart that wait to be handled. */
export interface CollectedEvents {
  readonly list: readonly InboxEvent[];
  readonly more: boolean;
  /** Marks them as handled. */
  done(): Promise<void>;
}

/** Collects the waiting events of a counterpart. */
export async function collectEvents(inbox: Inbox, system: System): Promise<CollectedEvents> {
  // Before the read: what is stored from now on, this round may miss, and the sender of wakes must know that.
  await inbox.beginRound(system);
  const list = await inbox.pending(system, EVENTS_AT_ONCE);
  return {
    list,
    more: list.length === EVENTS_AT_ONCE,
    async done() {
      if (list.length > 0) await inbox.markHandled(list.map((e) => e.id));
    },
  };
}
