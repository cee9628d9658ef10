import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { z } from 'zod';
import type { Records } from '../../systems/records/port.js';
import type { CallReport } from '../../systems/simulation/call-log.js';
import type { World } from '../../systems/simulation/world.js';
import { chance } from './bundled/chance.js';
import type { Feed } from './feed/feed.js';
import { numberOrders } from './feed/order-numbers.js';
import { type Books, centraBooks, sitooBooks, wmsBooks } from './judge/books.js';
import { type DaySummary, summarise } from './judge/summary.js';
import { CaseWatch } from './play/case-watch.js';
import type { Controls } from './play/control.js';
import { startDayClock } from './play/day-clock.js';
import { Operators } from './play/operators.js';
import { DayPlayer } from './play/player.js';
import { Settling } from './play/settling.js';

export interface PlayOptions {
  readonly feed: Feed;
  readonly world: World;
  readonly controls: Controls;
  readonly client: Client;
  /** Id of the brand that is played: a Temporal server may hold others. */
  readonly brand: string;
  readonly records: Pick<Records, 'cases' | 'notes'>;
  readonly speed: number;
  readonly plan: string;
  readonly staffed: boolean;
  readonly operated: boolean;
  /** Cuts the worker off about this often, seconds. */
  readonly killWorkerEvery?: number | undefined;
  readonly worker: { cut(): void; readonly cuts: number };
  readonly seed: number;
  /** Hears what goes on, a sentence each. */
  readonly tell: (sentence: string) => void;
}

/** How often customers act, staff look at their desks, and people look at the list of cases: milliseconds of ours. */
const EVERY = { tick: 50, desk: 150, cases: 300, telling: 5_000 } as const;

/** Plays a day to its end, waits until nothing moves any more, and judges it by the counterparts' own books. */
export async function playDay(options: PlayOptions): Promise<DaySummary> {
  const { feed, controls, records, tell } = options;
  const started = Date.now();
  const first = Date.parse(feed.actions[0]?.at ?? new Date(started).toISOString());
  const clock = startDayClock(first - 60_000, options.speed);
  const watch = new CaseWatch(records.cases);
  const player = new DayPlayer({
    feed,
    currency: options.world.currency,
    controls,
    clock,
    staffed: options.staffed,
    answered: (subject) => watch.answered(subject),
    complain: tell,
  });
  const skus = skusByOrder(feed);
  const known = { world: options.world, skusOf: (subject: string) => skus.get(subject) ?? [] };
  const operators = options.operated
    ? new Operators({ client: options.client, notes: records.notes, watch, controls, known, complain: tell })
    : undefined;
  const stopKilling = killNowAndThen(options);
  const settling = new Settling(options.speed, options.killWorkerEvery !== undefined);
  const evidence = async () => ({
    books: await readBooks(controls),
    calls: await readCalls(controls),
    cases: watch.all.map(({ subject, code, closedAt, resolvedBy, whatHappened }) => ({
      subject,
      code,
      open: closedAt === undefined,
      overtaken: resolvedBy === 'onepool',
      whatHappened,
    })),
    historyLengths: [] as number[],
    staffed: options.staffed,
    operated: options.operated,
    heldBack: player.heldBack(),
    plan: options.plan,
    seconds: (Date.now() - started) / 1000,
    workerKills: options.worker.cuts,
  });

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
      await watch.look();
      operators?.attend();
    }
    if (isTime('telling'))
      tell(
        `${clockTime(clock.now())}  ${player.left} things still to happen, ${watch.open.length} cases open${moving}`,
      );
    if ((player.left === 0 || clock.now() > last) && settling.isTimeToLook()) {
      const running = await countRunning(options);
      const summary = summarise(await evidence());
      if (settling.isOver(summary, { running, left: player.left, operated: options.operated })) break;
      moving = `, ${summary.orders.web.waiting + summary.orders.pos.waiting} orders on their way`;
    }
    await pause(EVERY.tick);
  }
  stopKilling();
  const historyLengths = await readHistoryLengths(options);
  return summarise({ ...(await evidence()), historyLengths });
}

function skusByOrder(feed: Feed): Map<string, string[]> {
  const numberOf = numberOrders(feed.actions);
  return new Map(
    feed.actions.flatMap((a) =>
      a.type === 'web.order' ? [[`centra ${numberOf(a.order)}`, a.lines.map((l) => l.sku)] as const] : [],
    ),
  );
}

/** Ends the worker again and again, at moments that the seed decides. */
function killNowAndThen({ killWorkerEvery, worker, seed, tell }: PlayOptions): () => void {
  if (killWorkerEvery === undefined) return () => {};
  const luck = chance(seed);
  let timer: NodeJS.Timeout;
  const next = () => {
    timer = setTimeout(() => {
      tell('The worker is cut off in the middle of its work');
      worker.cut();
      next();
    }, luck.int(500, 1500) * killWorkerEvery);
  };
  next();
  return () => clearTimeout(timer);
}

async function readBooks({ centra, sitoo, wms }: Controls): Promise<Books> {
  const [a, b, c] = await Promise.all([
    centra.read('books', centraBooks),
    sitoo.read('books', sitooBooks),
    wms.read('books', wmsBooks),
  ]);
  return { centra: a.orders, sitoo: b.orders, wms: c.orders };
}

const callReport: z.ZodType<CallReport> = z.object({
  total: z.number(),
  byOperation: z.record(z.string(), z.number()),
  throttled: z.number(),
  mostInFlight: z.number(),
  refusals: z.array(z.string()),
});

async function readCalls({ centra, sitoo, wms }: Controls) {
  const [a, b, c] = await Promise.all([centra, sitoo, wms].map((control) => control.read('calls', callReport)));
  if (a === undefined || b === undefined || c === undefined)
    throw new Error('a simulator gave no account of its calls');
  return { centra: a, sitoo: b, wms: c };
}

const ordersOf = (brand: string): string => `WorkflowType = "fulfilOrder" AND WorkflowId STARTS_WITH "order/${brand}/"`;

async function countRunning({ client, brand }: PlayOptions): Promise<number> {
  return (await client.workflow.count(`${ordersOf(brand)} AND ExecutionStatus = "Running"`)).count;
}

async function readHistoryLengths({ client, brand }: PlayOptions): Promise<number[]> {
  const lengths: number[] = [];
  for await (const { historyLength } of client.workflow.list({
    query: `${ordersOf(brand)} AND ExecutionStatus != "Running"`,
  }))
    lengths.push(historyLength);
  return lengths;
}

const clockTime = (ms: number): string => new Date(ms).toISOString().slice(11, 16);
