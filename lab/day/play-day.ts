import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Records } from '../../systems/database/port.js';
import type { Controls } from '../simulators/control.js';
import type { World } from '../simulators/kit/world.js';
import type { Feed } from './feed/feed.js';
import { numberOrders } from './feed/order-numbers.js';
import { killWorkerRepeatedly } from './harness/kill-worker-repeatedly.js';
import { type DaySummary, summarise } from './judge/summary.js';
import { CaseWatch } from './play/case-watch.js';
import { countReturns, countRunning, readHistoryLengths } from './play/count-workflows.js';
import { type DayClock, startDayClock } from './play/day-clock.js';
import { startIntervals } from './play/intervals.js';
import { loseAnswers } from './play/lose-answers.js';
import { Operators } from './play/operators.js';
import { DayPlayer } from './play/player.js';
import { type PlayedDay, readEvidence } from './play/read-evidence.js';
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
  /** Kills the worker about this often, seconds. */
  readonly killWorkerEvery?: number | undefined;
  /** Every so many calls that change something take effect and lose their answer. */
  readonly loseAnswersEvery?: number | undefined;
  readonly worker: { kill(): void; readonly kills: number };
  readonly seed: number;
  /** Receives progress, a sentence each. */
  readonly report: (sentence: string) => void;
}

/** A day on its way: its clock and everybody who acts in it. */
type Day = PlayOptions &
  PlayedDay & {
    readonly player: DayPlayer;
    readonly clock: DayClock;
    readonly operators: Operators | undefined;
    readonly settling: Settling;
  };

const TICK_MS = 50;
/** How often staff look at their work, operators at the list of cases, and progress is reported: milliseconds of ours. */
const EVERY = { work: 150, cases: 300, report: 5_000 } as const;

/** The first action comes a minute of the day after its beginning, but nobody waits long for it when the day is slow. */
const LEAD = { dayMs: 60_000, atMostMs: 3_000 } as const;

/** Plays a day to its end, waits until nothing moves any more, and judges it by the counterparts' own states. */
export async function playDay(options: PlayOptions): Promise<DaySummary> {
  const { records, controls, worker, seed, report, killWorkerEvery, loseAnswersEvery } = options;
  if (!(await waitForInitialStock(records, options.world)))
    report('The ledger has not taken down all stock; the day begins anyway');
  const day = beginDay(options);
  if (loseAnswersEvery !== undefined) await loseAnswers(controls, loseAnswersEvery);
  const stopKilling = killWorkerRepeatedly({ every: killWorkerEvery, worker, seed, report });
  await playUntilSettled(day);
  stopKilling();
  const historyLengths = await readHistoryLengths(options);
  return summarise({ ...(await readEvidence(day, { withStock: true })), historyLengths });
}

function beginDay(options: PlayOptions): Day {
  const { feed, world, controls, client, records, speed, staffed, report } = options;
  const startedAt = Date.now();
  const firstAt = Date.parse(feed.actions[0]?.at ?? new Date(startedAt).toISOString());
  const clock = startDayClock(firstAt - Math.min(LEAD.dayMs, LEAD.atMostMs * speed), speed);
  const watch = new CaseWatch(records.cases);
  const answered = (subject: string) => watch.answered(subject);
  const { currency } = world;
  const player = new DayPlayer({ feed, currency, controls, clock, staffed, answered, warn: report });
  const skus = skusByOrder(feed);
  const known = { world, skusOf: (subject: string) => skus.get(subject) ?? [] };
  const operators = options.operated
    ? new Operators({ client, notes: records.notes, watch, controls, known, warn: report })
    : undefined;
  const disturbed = options.killWorkerEvery !== undefined || options.loseAnswersEvery !== undefined;
  return { ...options, startedAt, clock, watch, player, operators, settling: new Settling(speed, disturbed) };
}

async function playUntilSettled(day: Day): Promise<void> {
  const { feed, player, clock, watch, operators, settling, report } = day;
  const lastActionAt = Date.parse(feed.actions.at(-1)?.at ?? '');
  const isDue = startIntervals(EVERY);
  let moving = '';
  for (;;) {
    await player.playDue();
    if (isDue('work')) await player.work();
    if (isDue('cases')) {
      await watch.refresh();
      operators?.answerOpenCases();
    }
    if (isDue('report'))
      report(
        `${clockTime(clock.now())}  ${player.left} things still to happen, ${watch.open.length} cases open${moving}`,
      );
    if ((player.left === 0 || clock.now() > lastActionAt) && settling.isTimeToLook()) {
      const look = await lookWhatMoves(day);
      if (look.isOver) return;
      moving = look.moving;
    }
    await pause(TICK_MS);
  }
}

/** Judges the day as it is now: it is over when nothing moves any more. */
async function lookWhatMoves(day: Day): Promise<{ readonly isOver: boolean; readonly moving: string }> {
  const { player, settling, operated } = day;
  const beganAt = Date.now();
  const [running, returnsBegun] = await Promise.all([countRunning(day), countReturns(day)]);
  const remaining = { running, returnsBegun, left: player.left, operated };
  const orders = summarise(await readEvidence(day, { withStock: false }));
  const settled = settling.areOrdersSettled(orders, remaining);
  const { stock } = settled ? summarise(await readEvidence(day, { withStock: true })) : {};
  settling.looked(Date.now() - beganAt);
  const waiting = orders.orders.web.waiting + orders.orders.pos.waiting;
  return {
    isOver: settling.isOver(orders, { ...remaining, stock }),
    moving: waiting > 0 ? `, ${waiting} orders on their way` : `, ${stock?.differences ?? 0} figures on their way`,
  };
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
