import { brandForWorld } from '../day/harness/brand-for-world.js';
import type { Harness } from '../day/harness/start-harness.js';
import { startWideHarness } from '../day/harness/start-wide-harness.js';
import { waitForInitialStock } from '../day/play/wait-for-initial-stock.js';
import { ownDataDir } from '../local/data-dir.js';
import { type Controls, controlsOf } from '../simulators/control.js';
import type { World } from '../simulators/kit/world.js';

/** How many times faster than life promises run: slow enough that no order is asked about just because it waited. */
const PACE = 10;

export interface Rehearsal {
  readonly harness: Harness;
  readonly brand: string;
  readonly controls: Controls;
}

/** Starts everything for a proof in a world made for it, and ends it afterwards. */
export async function rehearse<T>(
  options: {
    readonly brand: string;
    readonly world: World;
    readonly report: (sentence: string) => void;
    /** Added to the text of the brand file. */
    readonly more?: string;
  },
  work: (rehearsal: Rehearsal) => Promise<T>,
): Promise<T> {
  const { brand, world, report, more = '' } = options;
  const data = await ownDataDir();
  try {
    const harness = await startWideHarness({
      folder: data.path,
      world,
      brandText: `${brandForWorld(world, { brand, speed: PACE })}${more}`,
      report,
    });
    const controls = controlsOf(harness.urls);
    try {
      if (!(await waitForInitialStock(harness.records, world)))
        throw new Error('The ledger did not take down what lies where.');
      report('The ledger has taken down what lies where');
      return await work({ harness, brand, controls });
    } finally {
      await harness.stop();
    }
  } finally {
    await data.release();
  }
}
