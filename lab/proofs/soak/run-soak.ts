import { setTimeout as pause } from 'node:timers/promises';
import type { Harness } from '../../day/harness/start-harness.js';
import { judgeStock } from '../../day/judge/stock/judge-stock.js';
import { sum } from '../../day/judge/verdict.js';
import type { Controls } from '../../simulators/control.js';
import { readCalls, readStates } from '../../simulators/read-states.js';
import { rehearse } from '../rehearse.js';
import { type Histories, readHistories } from './histories.js';
import { type MemoryTrend, memoryTrendOf, residentMb } from './memory.js';
import { countRows } from './rows.js';
import { loads, MARK, soakWorld } from './world.js';

/** Movements that happen in the same moment, and loads that may be on their way before the next one comes. */
const LOAD = 100;
const LOADS_AHEAD = 5;
const SAMPLE_EVERY_MS = 2_000;
const REPORT_EVERY_MS = 10_000;
/** The ledger has recorded nothing for this long: it will not any more. */
const PATIENCE_MS = 120_000;

export interface SoakReport {
  readonly movements: number;
  readonly perSecond: number;
  readonly booksEqual: boolean;
  readonly differences: number;
  readonly waiting: number;
  readonly histories: Histories;
  readonly workerMemory: MemoryTrend;
  readonly rows: Readonly<Record<string, number>>;
  /** Stock changes that were published to the web shop. */
  readonly stockChanges: number;
  readonly seconds: number;
  readonly findings: readonly string[];
}

/** Sends so many movements through everything, as fast as they are taken, and watches what grows. */
export async function runSoak(movements: number, report: (sentence: string) => void): Promise<SoakReport> {
  const world = soakWorld();
  return rehearse({ brand: 'soak', world, report }, async ({ harness, brand, controls }) => {
    const since = Date.now();
    const memory = watchMemory(harness);
    await sendMovements(movements, { harness, controls, report });
    const perSecond = Math.round((movements * 10_000) / (Date.now() - since)) / 10;
    const stock = await waitForPublishing(harness, controls, since);
    const samples = memory.stop();
    return {
      movements,
      perSecond,
      booksEqual: stock.summary.booksEqual,
      differences: stock.summary.differences,
      waiting: stock.summary.waiting,
      histories: await readHistories(harness.client, brand),
      workerMemory: memoryTrendOf(samples),
      rows: await countRows(harness.environment.DATABASE_URL ?? ''),
      stockChanges: stock.summary.calls.centra,
      seconds: Math.round((Date.now() - since) / 100) / 10,
      findings: stock.findings.slice(0, 20),
    };
  });

  /** Waits until everything is published, or until nothing changes any more, and compares all levels. */
  async function waitForPublishing(harness: Harness, controls: Controls, since: number) {
    let [seen, changedAt] = ['', Date.now()];
    for (;;) {
      const judged = judgeStock(
        await readStates(controls),
        {
          world,
          ledger: await harness.records.stockQueries.physicalStock(),
          waiting: sum(await harness.records.stockQueries.unpublished(), (row) => row.figures),
          since,
          speed: 1,
        },
        { calls: (await readCalls(controls)).centra, cases: [] },
      );
      const { booksEqual, differences, waiting } = judged.summary;
      if (booksEqual && waiting === 0) return judged;
      const state = `${differences} ${waiting}`;
      if (state !== seen) [seen, changedAt] = [state, Date.now()];
      if (Date.now() - changedAt > PATIENCE_MS) return judged;
      await pause(2_000);
    }
  }

  async function sendMovements(
    count: number,
    { harness, controls, report }: { harness: Harness; controls: Controls; report: (sentence: string) => void },
  ): Promise<void> {
    const next = loads(world);
    const perform = async (control: Controls['sitoo'], acts: Parameters<Controls['sitoo']['act']>[0]) => {
      const refused = (await control.act(acts)).find((result) => !result.ok);
      if (refused) throw new Error(`A movement could not be played: ${refused.error}`);
    };
    let [sent, recorded, recordedAt, reportedAt] = [0, 0, Date.now(), Date.now()];
    for (let done = 0; done < count; done += LOAD) {
      while (sent - recorded >= LOADS_AHEAD) {
        const now = await recordedLoads(harness);
        if (now > recorded) [recorded, recordedAt] = [now, Date.now()];
        else if (Date.now() - recordedAt > PATIENCE_MS) throw new Error('Our ledger records no movements any more.');
        else await pause(50);
      }
      const { sitoo, wms } = next(Math.min(LOAD, count - done));
      await Promise.all([perform(controls.sitoo, sitoo), perform(controls.wms, wms)]);
      sent += 1;
      if (Date.now() - reportedAt < REPORT_EVERY_MS) continue;
      reportedAt = Date.now();
      report(
        `${done + LOAD} of ${count} movements, the worker holds ${Math.round((await residentMb(harness.worker.pid)) ?? 0)} MB`,
      );
    }
  }
}

/** How many loads our ledger has recorded: each brought one unit of the mark. */
async function recordedLoads({ records }: Harness): Promise<number> {
  const rows = await records.stockQueries.show(MARK.sku);
  return rows.find((row) => row.location === MARK.location)?.physical ?? 0;
}

function watchMemory({ worker }: Harness): { stop(): number[] } {
  const samples: number[] = [];
  const timer = setInterval(() => {
    void residentMb(worker.pid).then((mb) => {
      if (mb !== undefined) samples.push(mb);
    });
  }, SAMPLE_EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return samples;
    },
  };
}
