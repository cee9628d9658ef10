/** Chance that repeats itself: the same seed gives the same day on every machine. */
export interface SeededRandom {
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number;
  pick<T>(from: readonly T[]): T;
  shuffled<T>(from: readonly T[]): T[];
}

/** The mulberry32 generator: 32 bits of state, good enough to spread a day, of no use for secrets. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  return {
    int,
    pick: (from) => {
      const picked = from[int(0, from.length - 1)];
      if (picked === undefined) throw new RangeError('there is nothing to pick from');
      return picked;
    },
    shuffled: (from) => {
      const cards = [...from];
      for (let i = cards.length - 1; i > 0; i -= 1) {
        const j = int(0, i);
        const [a, b] = [cards[i], cards[j]];
        if (a !== undefined && b !== undefined) [cards[i], cards[j]] = [b, a];
      }
      return cards;
    },
  };
}

/** A stable number from a name (FNV-1a): gives the same order the same staff delay in every run. */
export function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const char of name) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
