import type { System } from '../../domain/names.js';
import type { Inbox } from '../../systems/database/port.js';

/** Events handled at one look; more wait for the next, which follows at once. */
const EVENTS_AT_ONCE = 500;

/** Takes the waiting events of a system; `done` marks them handled once the truth behind them has been read. */
export async function collectEvents(inbox: Inbox, system: System) {
  const events = await inbox.pending(system, EVENTS_AT_ONCE);
  return {
    events,
    more: events.length === EVENTS_AT_ONCE,
    done: async (): Promise<void> => {
      if (events.length > 0) await inbox.handled(events.map((e) => e.id));
    },
  };
}
