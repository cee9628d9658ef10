import { describe, expect, it } from '@jest/globals';
import { Limits } from '../../lab/simulators/centra/limits.js';

const start = Date.parse('2026-03-01T12:00:00Z');
const mutation = { requests: 1, mutations: 1, complexity: 10 };

describe('the budgets of a plan', () => {
  it('A budget is used up per window, names the start of the next window, and opens again with it', () => {
    const limits = new Limits('growth', 1);
    for (let i = 0; i < 20; i += 1) expect(limits.spend(mutation, start + i)).toEqual({});
    expect(limits.spend(mutation, start + 3_000)).toEqual({ waitUntilMs: start + 10_000 });
    expect(limits.spend({ ...mutation, mutations: 0 }, start + 3_000)).toEqual({});
    expect(limits.spend(mutation, start + 10_000)).toEqual({});
  });

  it('A refused call uses no budget', () => {
    const limits = new Limits('growth', 1);
    limits.spend({ requests: 1, mutations: 0, complexity: 250_001 }, start);
    expect(limits.readings(start).every((reading) => reading.usedQuota === 0)).toBe(true);
  });

  it('The smallest plan also allows 1,800 mutations an hour', () => {
    const limits = new Limits('growth', 1);
    let done = 0;
    for (let window = 0; window < 200; window += 1)
      for (let i = 0; i < 20; i += 1) if (!limits.spend(mutation, start + window * 10_000).waitUntilMs) done += 1;
    expect(done).toBe(1_800);
    expect(limits.spend(mutation, start + 1_999_999)).toEqual({ waitUntilMs: start + 3_600_000 });
  });

  it('Budgets grow with the speed of a rehearsal', () => {
    const requests = (speed: number) =>
      new Limits('growth', speed).readings(start).find((r) => r.type === 'REQUEST_COUNT')?.quota;
    expect([requests(1), requests(60)]).toEqual([60, 3_600]);
  });
});
