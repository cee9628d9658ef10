import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Allowance, isUsedUp, paceMs } from '../../domain/stock/pacing.js';
import {
  type Candidate,
  candidateOf,
  chooseNext,
  LEAST_URGENT,
  type Moment,
  URGENT,
  urgencyOf,
} from '../../domain/stock/publish-order.js';

const NOW = 10_000_000;
const MINUTE = 60_000;
const candidate = (over: Partial<Candidate>): Candidate => ({
  location: 'store-01',
  direction: 'out',
  urgency: 20,
  since: NOW - 1_000,
  ...over,
});
const moment = (over: Partial<Moment> = {}): Moment => ({
  atMs: NOW,
  maxStalenessMs: () => MINUTE,
  allowances: [],
  lastCallAt: 0,
  ...over,
});
const hour = (used: number, limit = 1_000): Allowance => ({ windowSeconds: 3_600, limit, used });
const pushed = (candidates: readonly Candidate[], now = moment()): Candidate => {
  const choice = chooseNext(candidates, now);
  if ('waitMs' in choice) throw new Error(`nothing was chosen for ${choice.waitMs} ms`);
  return choice.publish;
};

const decreases = fc.record({
  pendingDelta: fc.integer({ min: -50, max: -1 }),
  freeOnline: fc.integer({ min: -50, max: 100 }),
});
const increases = fc.record({
  pendingDelta: fc.integer({ min: 1, max: 50 }),
  freeOnline: fc.integer({ min: -50, max: 100 }),
});
const someone = fc
  .tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 600_000 }), fc.oneof(decreases, increases))
  .map(([store, waited, figure]) =>
    candidateOf(`store-${store}`, figure.pendingDelta < 0 ? 'out' : 'in', [{ ...figure, since: NOW - waited }]),
  );
const everyone = fc.array(someone, { minLength: 1, maxLength: 40 });
const isOverdue = ({ since }: Candidate): boolean => NOW - since >= MINUTE;

describe('the urgency of a figure', () => {
  it('A figure is most urgent when the web shop offers what is gone', () => {
    expect(urgencyOf({ pendingDelta: -1, freeOnline: 0 })).toBe(URGENT);
    expect(urgencyOf({ pendingDelta: -3, freeOnline: -1 })).toBe(URGENT);
    expect(urgencyOf({ pendingDelta: -1, freeOnline: 1 })).toBeGreaterThan(URGENT);
  });

  it('A decrease is not urgent when the web shop already shows the SKU as sold out', () => {
    expect(urgencyOf({ pendingDelta: -1, freeOnline: -1 })).toBe(urgencyOf({ pendingDelta: -1, freeOnline: 500 }));
  });

  it('A SKU that comes back in stock is more urgent than a mere increase', () => {
    expect(urgencyOf({ pendingDelta: 2, freeOnline: 2 })).toBeLessThan(urgencyOf({ pendingDelta: 2, freeOnline: 3 }));
    expect(urgencyOf({ pendingDelta: 2, freeOnline: 3 })).toBe(LEAST_URGENT);
  });

  it('Every decrease is more urgent than every increase', () => {
    fc.assert(
      fc.property(decreases, increases, (less, more) => {
        expect(urgencyOf(less)).toBeLessThan(urgencyOf(more));
      }),
    );
  });
});

describe('the choice of what to publish next', () => {
  it('Nothing is chosen when nothing waits', () => {
    expect(chooseNext([], moment())).toEqual({ waitMs: Number.POSITIVE_INFINITY });
  });

  it('A location that offers what is gone is chosen before others that waited longer', () => {
    const gone = candidate({ location: 'store-02', urgency: URGENT, since: NOW });
    expect(pushed([candidate({ since: NOW - 3 * MINUTE }), gone])).toBe(gone);
  });

  it('A location that waited long enough is chosen, whatever is urgent elsewhere', () => {
    const old = candidate({ urgency: LEAST_URGENT, direction: 'in', since: NOW - 15 * MINUTE });
    expect(pushed([candidate({ location: 'store-02', urgency: URGENT, since: NOW }), old])).toBe(old);
  });

  it('No location is passed over that is as urgent and has waited as long', () => {
    fc.assert(
      fc.property(everyone, (candidates) => {
        const first = pushed(candidates);
        const ahead = candidates.filter((c) => c.urgency < first.urgency && c.since <= first.since);
        expect(ahead).toEqual([]);
      }),
    );
  });

  it('An overdue location is never passed over for one that is neither overdue nor urgent', () => {
    fc.assert(
      fc.property(everyone, (candidates) => {
        const first = pushed(candidates);
        if (candidates.some(isOverdue)) expect(isOverdue(first) || first.urgency <= URGENT).toBe(true);
      }),
    );
  });

  it('An increase that is not overdue is never chosen while a decrease waits', () => {
    fc.assert(
      fc.property(everyone, (candidates) => {
        const first = pushed(candidates);
        if (candidates.some((c) => c.direction === 'out'))
          expect(first.direction === 'out' || isOverdue(first)).toBe(true);
      }),
    );
  });

  it('Every location is chosen in the end: nobody waits longer than the head start of the urgent', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 3, maxLength: 20 }), (kinds) => {
        // A call a second; a location that was published has something new immediately, and some are always urgent.
        let at = NOW;
        let waiting = kinds.map((kind, i) =>
          candidate({ location: `store-${i}`, urgency: kind === 0 ? URGENT : LEAST_URGENT, since: at }),
        );
        let longestMs = 0;
        for (let i = 0; i < 1_500; i += 1) {
          at += 1_000;
          const published = pushed(waiting, moment({ atMs: at }));
          longestMs = Math.max(longestMs, at - published.since);
          waiting = waiting.map((c) => (c === published ? { ...c, since: at } : c));
        }
        expect(longestMs).toBeLessThan(15 * MINUTE);
        expect(Math.min(...waiting.map((c) => c.since))).toBeGreaterThan(at - 15 * MINUTE);
      }),
      { numRuns: 10 },
    );
  });
});

describe('the pace of calls', () => {
  it('Calls go without delay while most of the hour’s budget is left', () => {
    expect(paceMs([hour(50)], 'calm')).toBe(0);
    expect(paceMs([hour(400)], 'overdue')).toBe(0);
    expect(paceMs([hour(800)], 'urgent')).toBe(0);
  });

  it('Calm calls slow down first, then overdue ones, and most of the rest is kept for urgent ones', () => {
    expect(paceMs([hour(200)], 'calm')).toBeGreaterThan(0);
    expect(paceMs([hour(600)], 'overdue')).toBeGreaterThan(0);
    expect(paceMs([hour(950)], 'urgent')).toBeGreaterThan(0);
  });

  it('Short windows are not saved up, but a used-up one makes calls wait', () => {
    const window = { windowSeconds: 10, limit: 12.6 };
    expect(paceMs([{ ...window, used: 11 }], 'calm')).toBe(0);
    const choice = chooseNext([candidate({ urgency: URGENT })], moment({ allowances: [{ ...window, used: 12 }] }));
    expect(choice).toEqual({ waitMs: expect.closeTo(794, 0) });
  });

  it('What nobody else can take is used however much others have used, the most pressing first', () => {
    const usedUp = { windowSeconds: 3_600, limit: 1_134, used: 1_374 };
    const choose = (guaranteedInMs: number) =>
      chooseNext([candidate({}), candidate({ location: 'store-02', urgency: URGENT })], {
        ...moment(),
        allowances: [{ ...usedUp, guaranteedInMs }],
      });
    expect(choose(0)).toMatchObject({ publish: { location: 'store-02' } });
    expect(choose(700)).toEqual({ waitMs: 700 });
    // Later than other budget comes back at an even pace.
    expect(choose(30_000)).toEqual({ waitMs: expect.closeTo(3_175, 0) });
  });

  it('An overdue location is published while calm ones have to wait', () => {
    const now = moment({ allowances: [hour(300)], lastCallAt: NOW });
    expect(chooseNext([candidate({})], now)).toEqual({ waitMs: 7_200 });
    expect(chooseNext([candidate({ since: NOW - MINUTE })], now)).toHaveProperty('publish');
    expect(chooseNext([candidate({ since: NOW - 57_000 })], now)).toEqual({ waitMs: 3_000 });
  });

  it('Calls go faster the more pressing they are, and slower the more budget is used', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_100 }), fc.integer({ min: 0, max: 100 }), (used, more) => {
        for (const haste of ['urgent', 'overdue', 'calm'] as const)
          if (!isUsedUp(hour(used + more)))
            expect(paceMs([hour(used)], haste)).toBeLessThanOrEqual(paceMs([hour(used + more)], haste));
        expect(paceMs([hour(used)], 'urgent')).toBeLessThanOrEqual(paceMs([hour(used)], 'overdue'));
        expect(paceMs([hour(used)], 'overdue')).toBeLessThanOrEqual(paceMs([hour(used)], 'calm'));
      }),
    );
  });

  it('Calls keep every window under its limit and never stop, whatever waits and for how long', () => {
    const load = fc.record({
      limit: fc.integer({ min: 30, max: 1_500 }),
      haste: fc.array(fc.constantFrom('urgent', 'overdue', 'calm'), { minLength: 1, maxLength: 6 }),
    });
    fc.assert(
      fc.property(load, ({ limit, haste }) => {
        const calls: number[] = [];
        let first = 0;
        let mostInWindow = 0;
        let at = NOW;
        for (const until = NOW + 3 * 3_600_000; at < until; ) {
          while ((calls[first] ?? Number.POSITIVE_INFINITY) <= at - 3_600_000) first += 1;
          const used = calls.length - first;
          const urge = haste[Math.floor((at - NOW) / 1_200_000) % haste.length] ?? 'calm';
          const waiting = candidate({ urgency: urge === 'urgent' ? URGENT : 20, since: urge === 'overdue' ? 0 : at });
          const now = moment({ atMs: at, allowances: [hour(used, limit)], lastCallAt: calls.at(-1) ?? 0 });
          const choice = chooseNext([waiting], now);
          if ('publish' in choice) calls.push(at);
          mostInWindow = Math.max(mostInWindow, calls.length - first);
          // Half a second at the least, so that a run is short.
          at += 'publish' in choice ? 500 : Math.max(500, Math.ceil(choice.waitMs));
        }
        expect(mostInWindow).toBeLessThanOrEqual(limit);
        const silence = Math.max(...calls.map((call, i) => call - (calls[i - 1] ?? NOW)));
        // A tenth of the hour's calls, spread evenly over it, is left at any time.
        expect(silence).toBeLessThanOrEqual((10 * 3_600_000) / limit + 1_000);
      }),
      { numRuns: 25 },
    );
  });
});
