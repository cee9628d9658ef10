import { setTimeout as pause } from 'node:timers/promises';
import { CaseWatch } from '../../day/play/case-watch.js';
import { startIntervals } from '../../day/play/intervals.js';
import { Operators } from '../../day/play/operators.js';
import type { Controls } from '../../simulators/control.js';
import { readStates } from '../../simulators/read-states.js';
import { rehearse } from '../rehearse.js';
import { judgeRace, type RaceSummary } from './judge-race.js';
import { createRounds, lineOf, type Round, tillOf, worldOf } from './rounds.js';
import { ShopFloor } from './shop-floor.js';

const EVERY = { floor: 300, cases: 500, judge: 4_000 } as const;
/** Buyers who come in the same request to a counterpart. */
const AT_ONCE = 100;
/** Nothing has changed for this long: what is open then stays open. */
const STILL_MS = 60_000;
/** However much still moves: longer than a thousand rounds take on two processors. */
const AT_LAST_MS = 1_800_000;

export type RaceReport = RaceSummary & { readonly seconds: number };

/** Lets customers and tills race for the last units, in so many rounds at the same time, and judges who got what. */
export async function runRace(count: number, report: (sentence: string) => void): Promise<RaceReport> {
  const rounds = createRounds(count);
  const world = worldOf(rounds);
  return rehearse({ brand: 'race', world, report }, async ({ harness, controls }) => {
    const { client, records } = harness;
    const begun = Date.now();
    const watch = new CaseWatch(records.cases);
    const skus = new Map(rounds.map((round) => [`centra ${round.web}`, [round.sku]]));
    const known = { world, skusOf: (subject: string) => skus.get(subject) ?? [] };
    const operators = new Operators({ client, notes: records.notes, watch, controls, known, warn: report });
    const floor = new ShopFloor(controls, rounds);
    const { soldOut, tillOrders } = await placeAllOrders(controls, rounds);
    for (const round of rounds) for (const id of tillOrders.get(round.nth) ?? []) skus.set(`sitoo ${id}`, [round.sku]);
    report(`All have bought after ${((Date.now() - begun) / 1000).toFixed(1)} s; now they are to get it`);

    const isDue = startIntervals(EVERY);
    let [seen, changedAt] = ['', Date.now()];
    for (;;) {
      if (isDue('floor')) await floor.work();
      if (isDue('cases')) {
        await watch.refresh();
        operators.answerOpenCases();
      }
      if (isDue('judge')) {
        const cases = watch.all.map(({ subject, code, whatHappened, closedAt, outcome }) => ({
          subject,
          code,
          whatHappened,
          open: closedAt === undefined,
          outcome,
        }));
        const checkouts = { soldOut, tillOrders, leftEmpty: floor.leftEmpty };
        const summary = judgeRace({ rounds, states: await readStates(controls), cases, checkouts });
        const { shipped, soldAtTill, losers, unnamed } = summary;
        report(
          `${shipped} shipped, ${soldAtTill} sold at tills, ${losers.total - unnamed} without it, ${unnamed} to go`,
        );
        const state = JSON.stringify([shipped, soldAtTill, losers, unnamed]);
        if (state !== seen) [seen, changedAt] = [state, Date.now()];
        const isOver = unnamed === 0 && watch.open.length === 0;
        if (isOver || Date.now() - changedAt > STILL_MS || Date.now() - begun > AT_LAST_MS)
          return { ...summary, seconds: Math.round((Date.now() - begun) / 100) / 10 };
      }
      await pause(50);
    }
  });
}

/** Web customers, tills that sell from the warehouse and customers at the counter, all at the same moment. */
async function placeAllOrders({ centra, sitoo }: Controls, rounds: readonly Round[]) {
  const soldOut = new Set<number>();
  const tillOrders = new Map<number, number[]>();
  for (let from = 0; from < rounds.length; from += AT_ONCE) {
    const some = rounds.slice(from, from + AT_ONCE);
    const sales = some.flatMap((round) => {
      const lines = lineOf(round);
      const toDeliver = round.tills.map((receipt, nth) => ({
        round,
        act: { type: 'pos.sale', location: tillOf(round, nth), receipt, lines, deliver: 'warehouse' },
      }));
      if (round.counter?.when !== 'at once') return toDeliver;
      const { receipt } = round.counter;
      return [...toDeliver, { round, act: { type: 'pos.sale', location: round.place, receipt, lines } }];
    });
    const orders = some.map((round) => ({
      type: 'web.order',
      order: round.web,
      lines: lineOf(round),
      delivery: round.delivery,
      ...(round.counter === undefined ? {} : { location: round.place }),
    }));
    const [ordered, sold] = await Promise.all([centra.act(orders), sitoo.act(sales.map((sale) => sale.act))]);
    for (const [nth, { web }] of some.entries()) if (ordered[nth]?.ok !== true) soldOut.add(web);
    for (const [nth, { round }] of sales.entries()) {
      const result = sold[nth];
      if (result?.ok !== true) throw new Error(`A till could not sell: ${result?.error ?? 'no answer'}`);
      if (round.tills.length === 0 || result.orderid === undefined) continue;
      tillOrders.set(round.nth, [...(tillOrders.get(round.nth) ?? []), result.orderid]);
    }
  }
  return { soldOut, tillOrders };
}
