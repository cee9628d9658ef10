import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Records } from '../../systems/database/port.js';
import type { Controls } from '../simulators/control.js';
import type { World } from '../simulators/kit/world.js';
import type { Feed } from './feed/feed.js';
import { numberOrders } from './feed/order-numbers.js';
import { killWorkerRepeatedly } from './harness/kill-worker-repeatedly.js';
import { type DaySummary, type Evidence, summarise } from './judge/summary.js';
import { sum } from './judge/verdict.js';
import { CaseWatch } from './play/case-watch.js';
import { countReturns, countRunning, readCalls, readHistoryLengths, readStates } from './play/count-workflows.js';
import { startDayClock } from './play/day-clock.js';
import { loseAnswers } from './play/lose-answers.js';
import { Operators } from './play/operators.js';
import { DayPlayer } from './play/player.js';
import { Settling } from './play/settling.js';
import { waitForInitialStock } from './play/wait-for-initial-stock.js';

export interface PlayOptions {
  readonly feed: Feed;
  readonly world: World;
  readonly controls: Controls;
  readonly client: Client;
  /** Id of the brand that is played: a Temporal server may hold others. */
  readonly brand: string;
  readonly records: Pick<Records, 'cases' | 'notes' | 'stockLedger' | 'stockQueries'>;
  readonly speed: number;
  readonly plan: string;
  readonly staffed: boolean;
  readonly operated: boolean;
  /** Cuts the worker off about this often, seconds. */
  readonly killWorkerEvery?: number | undefined;
  /** Every so many calls that change something take effect and lose their answer. */
  readonly loseAnswersEvery?: number | undefined;
  readonly worker: { cut(): void; readonly cuts: number };
  readonly seed: number;
  /** Hears what goes on, a sentence each. */
  readonly report: (sentence: string) => void;
}

/** How often customers act, staff look at their desks, and people look at the list of cases: milliseconds of ours. */
const EVERY = { tick: 50, desk: 150, cases: 300, telling: 5_000 } as const;

/** The first action comes a minute of the day after its beginning, but nobody waits long for it when the day is slow. */
const LEAD = { dayMs: 60_000, atMostMs: 3_000 } as const;

/** Plays a day to its end, waits until nothing moves any more, and judges it by the counterparts' own books. */
export async function playDay(options: PlayOptions): Promise<DaySummary> {
  const { feed, controls, records, report } = options;
  if (!(await waitForInitialStock(records, options.world)))
    report('The ledger has not taken down all stock; the day begins anyway');
  const started = Date.now();
  const first = Date.parse(feed.actions[0]?.at ?? new Date(started).toISOString());
  const clock = startDayClock(first - Math.min(LEAD.dayMs, LEAD.atMostMs * options.speed), options.speed);
  const watch = new CaseWatch(records.cases);
  const player = new DayPlayer({
    feed,
    currency: options.world.currency,
    controls,
    clock,
    staffed: options.staffed,
    answered: (subject) => watch.answered(subject),
    warn: report,
  });
  const skus = skusByOrder(feed);
  const known = { world: options.world, skusOf: (subject: string) => skus.get(subject) ?? [] };
  const operators = options.operated
    ? new Operators({ client: options.client, notes: records.notes, watch, controls, known, warn: report })
    : undefined;
  const { killWorkerEvery, loseAnswersEvery } = options;
  if (loseAnswersEvery !== undefined) await loseAnswers(controls, loseAnswersEvery);
  const stopKilling = killWorkerRepeatedly({
    every: killWorkerEvery,
    worker: options.worker,
    seed: options.seed,
    report,
  });
  const settling = new Settling(options.speed, killWorkerEvery !== undefined || loseAnswersEvery !== undefined);
  /** Stock is judged only `withStock`: while orders are on their way it says nothing, and it is much to read. */
  const evidence = async (withStock: boolean): Promise<Evidence> => {
    const { books, stock } = await readStates(controls);
    return {
      books,
      calls: await readCalls(controls),
      cases: watch.all.map(({ subject, code, closedAt, resolvedBy, whatHappened }) => ({
        subject,
        code,
        open: closedAt === undefined,
        autoResolved: resolvedBy === 'onepool',
        whatHappened,
      })),
      historyLengths: [],
      staffed: options.staffed,
      operated: options.operated,
      heldBack: player.heldBack(),
      plan: options.plan,
      seconds: (Date.now() - started) / 1000,
      workerKills: options.worker.cuts,
      world: options.world,
      ...(withStock
        ? {
            stock: {
              stock,
              world: options.world,
              ledger: await records.stockQueries.physicalStock(),
              waiting: sum(await records.stockQueries.unpublished(), (row) => row.figures),
              since: started,
              speed: options.speed,
            },
          }
        : {}),
    };
  };

  const last = Date.parse(feed.actions.at(-1)?.at ?? '');
  let moving = '';
  const due = { desk: 0, cases: 0, telling: 0 };
  const isTime = (what: keyof typeof due): boolean => {
    if (Date.now() < due[what]) return false;
    due[what] = Date.now() + EVERY[what];
    return true;
  };
  for (;;) {
    await player.playDue();
    if (isTime('desk')) await player.work();
    if (isTime('cases')) {
      await watch.refresh();
      operators?.answerOpenCases();
    }
    if (isTime('telling'))
      report(
        `${clockTime(clock.now())}  ${player.left} things still to happen, ${watch.open.length} cases open${moving}`,
      );
    if ((player.left === 0 || clock.now() > last) && settling.isTimeToLook()) {
      const polledAt = Date.now();
      const [running, returnsBegun] = await Promise.all([countRunning(options), countReturns(options)]);
      const rest = { running, returnsBegun, left: player.left, operated: options.operated };
      const orders = summarise(await evidence(false));
      const { stock } = settling.areOrdersSettled(orders, rest) ? summarise(await evidence(true)) : {};
      settling.looked(Date.now() - polledAt);
      if (settling.isOver(orders, { ...rest, stock })) break;
      const waiting = orders.orders.web.waiting + orders.orders.pos.waiting;
      moving = waiting > 0 ? `, ${waiting} orders on their way` : `, ${stock?.differences ?? 0} figures on their way`;
    }
    await pause(EVERY.tick);
  }
  stopKilling();
  const historyLengths = await readHistoryLengths(options);
  return summarise({ ...(await evidence(true)), historyLengths });
}

function skusByOrder(feed: Feed): Map<string, string[]> {
  const numberOf = numberOrders(feed.actions);
  return new Map(
    feed.actions.flatMap((a) =>
      a.type === 'web.order' ? [[`centra ${numberOf(a.order)}`, a.lines.map((l) => l.sku)] as const] : [],
    ),
  );
}

const clockTime = (ms: number): string => new Date(ms).toISOString().slice(11, 16);
