import type { Intent, Intents } from '../../systems/database/port.js';

/** Intents and claims in memory, by a clock that the test moves. */
export function intentsInMemory() {
  const rows = new Map<string, { call: number; endsAt: number; isAnswered: boolean; before?: string }>();
  const claims = new Map<string, string>();
  let nowMs = 0;
  let calls = 0;
  const find = (key: string): Intent | undefined => {
    const row = rows.get(key);
    if (!row) return undefined;
    const { call, isAnswered, endsAt, before } = row;
    const mayEndInMs = isAnswered ? 0 : Math.max(0, endsAt - nowMs);
    return { call: String(call), isAnswered, mayEndInMs, sentAgoMs: 0, ...(before === undefined ? {} : { before }) };
  };
  const intents: Intents = {
    find: async (key) => find(key),
    async leave({ key, endsWithinMs, after, before }) {
      if (find(key)?.call !== after) return undefined;
      const first = rows.get(key)?.before ?? before;
      calls += 1;
      const row = { call: calls, endsAt: nowMs + endsWithinMs, isAnswered: false };
      rows.set(key, { ...row, ...(first === undefined ? {} : { before: first }) });
      return String(calls);
    },
    async answer(key) {
      const row = rows.get(key);
      if (row) row.isAnswered = true;
    },
    async forget(key) {
      rows.delete(key);
    },
    async othersUnderWay(prefix, key) {
      const others = [...rows.keys()].filter((other) => other.startsWith(prefix) && other !== key);
      return Math.max(0, ...others.map((other) => find(other)?.mayEndInMs ?? 0));
    },
    async claim(key, subject) {
      if (claims.get(key) === subject) return true;
      if (claims.has(key) || [...claims.values()].includes(subject)) return false;
      claims.set(key, subject);
      return true;
    },
    claimed: async (key) => claims.get(key),
    async release(key) {
      claims.delete(key);
    },
  };
  return {
    intents,
    left: () => [...rows.keys()],
    wait: (ms: number) => {
      nowMs += ms;
    },
  };
}
