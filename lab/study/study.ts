import { readFeed } from '../day/feed/read-feed.js';
import { bundledWorld } from '../day/generate/bundled-world.js';
import { BUSY_DAY, generateBusyDay } from '../day/generate/busy-day.js';
import type { Plan } from '../simulators/centra/limits.js';
import { CallBudget } from './call-budget.js';
import { type Demand, demandOf } from './demand.js';
import type { PolicyName } from './policy.js';
import { type Outcome, simulate } from './simulate.js';

export interface StudyReport {
  /** The file, or `generated`. */
  readonly feed: string;
  /** Of the generated demand; null when a file was played. */
  readonly seed: number | null;
  readonly budget: Plan;
  /** Calls that stock may make. */
  readonly allowed: { readonly per10Seconds: number; readonly perHour: number };
  readonly sales: number;
  readonly webOrders: number;
  readonly minutes: number;
  readonly policies: Partial<Record<PolicyName, Outcome>>;
}

/** Simulates a feed's demand, or a generated one, under every policy in turn. */
export async function study(options: {
  readonly feed?: string | undefined;
  readonly seed: number;
  readonly budget: Plan;
  readonly policies: readonly PolicyName[];
}): Promise<StudyReport> {
  const { feed, seed, budget, policies } = options;
  const demand = feed === undefined ? generatedDemand(seed) : await demandFrom(feed);
  const first = demand.events[0]?.at ?? 0;
  const last = demand.events.at(-1)?.at ?? 0;
  const [short, long] = new CallBudget(budget, 'round').allowances(0);
  return {
    feed: feed ?? 'generated',
    seed: feed === undefined ? seed : null,
    budget,
    allowed: { per10Seconds: Math.floor(short?.limit ?? 0), perHour: Math.floor(long?.limit ?? 0) },
    sales: demand.sales,
    webOrders: demand.webOrders,
    minutes: Math.round((last - first) / 60_000),
    policies: Object.fromEntries(policies.map((policy) => [policy, simulate(demand, policy, budget)])),
  };
}

/** Half an hour with twenty sales a second, hot SKUs and a peak in the middle. */
const generatedDemand = (seed: number): Demand =>
  demandOf(generateBusyDay({ ...BUSY_DAY, minutes: 30, peak: true, seed }));

async function demandFrom(file: string): Promise<Demand> {
  const feed = await readFeed(file);
  return demandOf({ ...feed, world: feed.world ?? bundledWorld() });
}
