import { ownDataDir } from '../../local/data-dir.js';
import { startPostgres } from '../../local/postgres.js';
import { type Measured, measure, type Section } from './measure.js';
import { changedOrders, oneSku, openFulfilments } from './orders.js';
import { initialStock, newRules, positions, waitingFigures } from './stock.js';

export const SECTIONS: readonly Section[] = [
  changedOrders,
  openFulfilments,
  oneSku,
  waitingFigures,
  positions,
  newRules,
  initialStock,
];

export interface LimitsOptions {
  /** Names of sections; left out, all of them. */
  readonly only?: readonly string[] | undefined;
  /** Part of the full sizes, to try the proof itself. */
  readonly scale: number;
  readonly report: (sentence: string) => void;
}

/** Runs the product over states that are larger than any of its bounds. A section that breaks off does not stop the others. */
export async function runLimits({ only, scale, report }: LimitsOptions): Promise<readonly (Measured | Broken)[]> {
  const wanted = SECTIONS.filter(({ name }) => only === undefined || only.includes(name));
  const data = await ownDataDir();
  const postgres = await startPostgres({ dataDir: data.path, throwAway: true });
  try {
    const measured: (Measured | Broken)[] = [];
    for (const section of wanted) {
      report(`${section.name}: ${section.what}`);
      try {
        measured.push(
          await measure(section, { servers: { serverUrl: postgres.databaseUrl, folder: data.path }, report }, scale),
        );
      } catch (problem) {
        const why = problem instanceof Error ? problem.message : String(problem);
        report(`  BROKE OFF: ${why}`);
        measured.push({ name: section.name, what: section.what, brokeOff: why });
      }
    }
    return measured;
  } finally {
    await postgres.stop();
    await data.release();
  }
}

export interface Broken {
  readonly name: string;
  readonly what: string;
  readonly brokeOff: string;
}
