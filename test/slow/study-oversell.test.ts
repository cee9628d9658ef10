import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formatFeed } from '../../lab/day/feed/format-feed.js';
import { BUSY_DAY, generateBusyDay } from '../../lab/day/generate/busy-day.js';
import { chartOf } from '../../lab/study/chart.js';
import { studyCommand } from '../../lab/study/command.js';
import { demandOf } from '../../lab/study/demand.js';
import { POLICIES } from '../../lab/study/policy.js';
import { type Outcome, simulate } from '../../lab/study/simulate.js';
import { study } from '../../lab/study/study.js';
import { testShell } from '../support/test-shell.js';

const folder = mkdtempSync(join(tmpdir(), 'onepool-study-'));
const file = join(folder, 'feed.jsonl');
const SHORT = { ...BUSY_DAY, minutes: 3, webOrdersPerMinute: 120 };

beforeAll(() => {
  const day = { ...SHORT, stores: 6, skus: 60, hot: 8, salesPerSecond: 3, seed: 1 };
  writeFileSync(file, formatFeed(generateBusyDay(day)));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]) {
  const shell = testShell();
  const command = studyCommand(shell).exitOverride().configureOutput({ writeOut: shell.write, writeErr: shell.stderr });
  await command.parseAsync(args, { from: 'user' }).catch(() => {});
  return { out: shell.out(), err: shell.err(), code: shell.code() };
}

describe('the ranking', () => {
  it.each([1, 2, 3, 4, 5])('Our policy oversells least and stays within the budget, with seed %i', (seed) => {
    const demand = demandOf(generateBusyDay({ ...SHORT, seed }));
    const outcomes = POLICIES.map((policy): [string, Outcome] => [policy, simulate(demand, policy, 'growth')]);
    const ours = outcomes[0]?.[1];
    if (ours === undefined) throw new Error('nothing was played');
    expect(Math.max(...outcomes.map(([, outcome]) => outcome.oversold))).toBeGreaterThan(ours.oversold + 10);
    for (const [, outcome] of outcomes) {
      expect(ours.oversold).toBeLessThanOrEqual(outcome.oversold);
      expect(outcome.oversold).toBeLessThanOrEqual(outcome.bound);
      expect(outcome.differences).toBe(0);
    }
    expect(ours.calls).toBeLessThanOrEqual(1_134);
    expect(ours.longestSilenceMs).toBeLessThan(60_000);
  });

  it('Our policy never stops for an hour in which the calls run out, and a fixed interval does', () => {
    // Thirty stores always have something to tell, also with few sales.
    const day = { ...BUSY_DAY, stores: 30, skus: 80, hot: 20, minutes: 60, salesPerSecond: 4, seed: 1 };
    const demand = demandOf(generateBusyDay(day));
    const ours = simulate(demand, 'onepool', 'growth');
    const fixed = simulate(demand, 'fixed-30s', 'growth');
    expect(fixed.longestSilenceMs).toBeGreaterThan(30 * 60_000);
    expect(ours.longestSilenceMs).toBeLessThan(60_000);
    expect(ours.oversold).toBeLessThan(fixed.oversold);
    expect(ours.staleness.p99).toBeLessThan(fixed.staleness.p99);
  });
});

describe('the study', () => {
  it('The study finds the same for the same seed, and something else for another', async () => {
    const of = (seed: number) => study({ seed, budget: 'growth', policies: ['batch-15m'] });
    const first = await of(1);
    expect(await of(1)).toEqual(first);
    expect((await of(2)).policies).not.toEqual(first.policies);
    const fromFile = { feed: file, seed: 1, budget: 'growth', policies: POLICIES } as const;
    expect(await study(fromFile)).toEqual(await study(fromFile));
  });

  it('The study prints one JSON document and draws the chart', async () => {
    const chart = join(folder, 'chart.svg');
    const { out, err, code } = await run('--feed', file, '--json', '--out', chart);
    expect(code).toBe(0);
    const report = JSON.parse(out);
    expect(report).toMatchObject({ feed: file, seed: null, budget: 'growth', chart, sales: 540, webOrders: 360 });
    expect(Object.keys(report.policies)).toEqual(['onepool', 'fifo', 'fixed-30s', 'batch-15m']);
    for (const outcome of Object.values(report.policies))
      expect(outcome).toMatchObject({
        oversold: expect.any(Number),
        calls: expect.any(Number),
        staleness: { p50: expect.any(Number), p99: expect.any(Number) },
        refused: expect.any(Number),
        bound: expect.any(Number),
      });
    expect(err).toContain(chart);
    expect(tagsOf(readFileSync(chart, 'utf8'))).toContain('svg');
  });

  it('The study prints a table for people, with the policies that were asked for', async () => {
    const { out, code } = await run('--feed', file, '--policy', 'fifo,onepool', '--out', join(folder, 'b.svg'));
    expect(code).toBe(0);
    expect(out).toMatch(/^onepool +\d+/m);
    expect(out).toMatch(/^fifo +\d+/m);
    expect(out).not.toContain('batch-15m');
    expect(out).toContain('12 calls in 10 seconds and 1134 in an hour');
  });

  it('The study finds less delay on a larger plan', async () => {
    const of = (budget: 'growth' | 'enterprise') => study({ feed: file, seed: 1, budget, policies: ['fifo'] });
    const [small, large] = [await of('growth'), await of('enterprise')];
    expect(large.allowed).toEqual({ per10Seconds: 315, perHour: 15_750 });
    expect(large.policies.fifo?.staleness.p99).toBeLessThan(small.policies.fifo?.staleness.p99 ?? 0);
  });

  it.each([[['--policy', 'lifo']], [['--budget', 'free']], [['--seed', 'x']]])('The study refuses %j', async (args) => {
    expect((await run(...args)).err).toMatch(/^error: /);
  });

  it('The study reports a feed that does not exist', async () => {
    const { err, code } = await run('--feed', join(folder, 'none.jsonl'));
    expect([code, err]).toEqual([expect.any(Number), expect.stringContaining('cannot be read')]);
    expect(code).not.toBe(0);
  });
});

describe('the chart', () => {
  it('The chart is well-formed and names every policy and what the bars mean, whatever the file is called', async () => {
    const report = await study({ feed: file, seed: 1, budget: 'growth', policies: POLICIES });
    const svg = chartOf({ ...report, feed: 'a <b> & "c".jsonl' });
    expect(() => tagsOf(svg)).not.toThrow();
    for (const words of [
      ...POLICIES,
      'units oversold',
      'staleness p50',
      'staleness p99',
      'a &lt;b&gt; &amp; &quot;c&quot;',
    ])
      expect(svg).toContain(words);
  });
});

/** The elements of a document, in order. @throws when a tag is not closed, or a sign stands where it may not */
function tagsOf(xml: string): string[] {
  const open: string[] = [];
  const seen: string[] = [];
  const rest = xml.replace(
    /<(\/?)([a-z]+)((?: [a-zA-Z-]+="[^"<&]*")*)\s*(\/?)>/g,
    (_, end, name, _attributes, closed) => {
      if (end === '/') {
        if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
      } else {
        seen.push(name);
        if (closed !== '/') open.push(name);
      }
      return '';
    },
  );
  if (open.length > 0) throw new Error(`<${open.join('>, <')}> stays open`);
  if (/[<>]|&(?!amp;|lt;|gt;|quot;)/.test(rest)) throw new Error('a sign is not escaped');
  return seen;
}
