import { table } from '../../client/cli/table.js';
import type { PolicyName } from './policy.js';
import type { Outcome } from './simulate.js';
import type { StudyReport } from './study.js';

/** Milliseconds of the day in words that are easy to compare. */
export function describe(ms: number): string {
  if (ms < 90_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 90 * 60_000) return `${(ms / 60_000).toFixed(1)} min`;
  return `${(ms / 3_600_000).toFixed(1)} h`;
}

/** The report for people. */
export function asText(report: StudyReport, chart: string): string {
  const { feed, seed, budget, allowed, sales, webOrders, minutes } = report;
  const rows = Object.entries(report.policies) as [PolicyName, Outcome][];
  const source = seed === null ? feed : `generated demand, seed ${seed}`;
  return [
    `${source}: ${sales} sales and ${webOrders} web orders in ${minutes} minutes.\n`,
    `Plan ${budget}: stock may make ${allowed.per10Seconds} calls in 10 seconds and ${allowed.perHour} in an hour.\n\n`,
    table(rows, [
      { title: 'policy', value: ([name]) => name },
      { title: 'oversold', value: ([, o]) => o.oversold },
      { title: 'at most', value: ([, o]) => o.bound },
      { title: 'promised', value: ([, o]) => o.promised },
      { title: 'refused', value: ([, o]) => o.refused },
      { title: 'needlessly', value: ([, o]) => o.missed },
      { title: 'calls', value: ([, o]) => o.calls },
      { title: 'per 1000 sales', value: ([, o]) => o.callsPer1000Sales },
      { title: 'staleness p50', value: ([, o]) => describe(o.staleness.p50) },
      { title: 'p99', value: ([, o]) => describe(o.staleness.p99) },
      { title: 'longest silence', value: ([, o]) => describe(o.longestSilenceMs) },
    ]),
    `\nUnits, but for calls and times; times are those of the day. The chart is in ${chart}.\n`,
  ].join('');
}
