/** Quotas by plan, as Centra publishes them: per 10 seconds and per hour. */
const PLANS = {
  growth: { requests: [60, 5_000], mutations: [20, 1_800], complexity: [250_000, 30_000_000] },
  enhanced: { requests: [150, 20_000], mutations: [50, 4_500], complexity: [900_000, 90_000_000] },
  'high-volume': { requests: [450, 40_000], mutations: [150, 7_000], complexity: [1_800_000, 180_000_000] },
  enterprise: { requests: [1_500, 85_000], mutations: [500, 25_000], complexity: [4_000_000, 400_000_000] },
} as const;

export type Plan = keyof typeof PLANS;

const WINDOWS = [
  { seconds: 10, name: 'TEN_SECONDS' },
  { seconds: 3600, name: 'ONE_HOUR' },
] as const;
const COUNTED = [
  { what: 'requests', type: 'REQUEST_COUNT' },
  { what: 'mutations', type: 'MUTATION_COUNT' },
  { what: 'complexity', type: 'QUERY_COMPLEXITY' },
] as const;

export type Cost = Readonly<Record<(typeof COUNTED)[number]['what'], number>>;

interface Bucket {
  readonly type: string;
  readonly what: keyof Cost;
  readonly windowMs: number;
  readonly intervalSeconds: string;
  readonly quota: number;
  startedAt: number;
  used: number;
}

/** Counts what is used of a plan in windows that begin at round times. `speed` widens the quotas for a rehearsal faster than life. */
export class Limits {
  readonly #buckets: Bucket[];

  constructor(plan: Plan, speed: number) {
    this.#buckets = COUNTED.flatMap(({ what, type }) =>
      WINDOWS.map(({ seconds, name }, i) => ({
        type,
        what,
        windowMs: seconds * 1000,
        intervalSeconds: name,
        quota: Math.min(Math.floor((PLANS[plan][what][i] ?? 0) * speed), 2_000_000_000),
        startedAt: 0,
        used: 0,
      })),
    );
  }

  /** Counts a call, or says until when (epoch milliseconds) it must wait; then nothing is counted. */
  spend(cost: Cost, nowMs: number): { waitUntilMs?: number } {
    for (const bucket of this.#buckets) roll(bucket, nowMs);
    const full = this.#buckets.filter((b) => cost[b.what] > 0 && b.used + cost[b.what] > b.quota);
    if (full.length > 0) return { waitUntilMs: Math.max(...full.map((b) => b.startedAt + b.windowMs)) };
    for (const bucket of this.#buckets) bucket.used += cost[bucket.what];
    return {};
  }

  /** As the `rateLimits` query reports it. */
  readings(nowMs: number) {
    return this.#buckets.map((bucket) => {
      roll(bucket, nowMs);
      const { type, intervalSeconds, quota, used } = bucket;
      return { type, intervalSeconds, quota, usedQuota: used, remainingQuota: Math.max(0, quota - used) };
    });
  }
}

function roll(bucket: Bucket, nowMs: number): void {
  const start = nowMs - (nowMs % bucket.windowMs);
  if (start !== bucket.startedAt) Object.assign(bucket, { startedAt: start, used: 0 });
}
