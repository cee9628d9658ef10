import type { InboxEvent, Records } from '../../systems/database/port.js';

/** Cursors and an inbox in memory, for a follower without a database. */
export function followerMemory(events: readonly InboxEvent[] = []) {
  const cursors = new Map<string, string>();
  const pending = [...events];
  const handled = new Set<number>();
  const refused = new Map<number, string>();
  const remove = (ids: readonly number[]): void => {
    for (const id of ids) {
      const at = pending.findIndex((event) => event.id === id);
      if (at >= 0) pending.splice(at, 1);
    }
  };
  const inbox: Partial<Records['inbox']> = {
    beginRound: async () => {},
    pending: async (_, limit) => pending.slice(0, limit),
    markHandled: async (ids) => {
      for (const id of ids) handled.add(id);
      remove(ids);
    },
    markRefused: async (id, why) => {
      refused.set(id, why);
      remove([id]);
    },
  };
  const records: Partial<Records> = {
    inbox: inbox as Records['inbox'],
    cursors: {
      get: async (name) => cursors.get(name),
      set: async (name, value) => {
        cursors.set(name, value);
      },
    },
  };
  return { records, cursors, pending, handled, refused };
}
