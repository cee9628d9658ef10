import { readTemporalCliPath } from '../../../config/environment.js';
import type { World } from '../../simulators/kit/world.js';
import { type Harness, startHarness } from './start-harness.js';

/** Widens the counterparts' quotas: what is measured or proved here is ours, not how long a plan lasts. */
const QUOTAS = 300;

/** Starts a harness that is thrown away afterwards and in which no quota of a plan slows anything down. */
export function startWideHarness(options: {
  readonly folder: string;
  readonly world: World;
  readonly brandText: string;
  readonly report: (sentence: string) => void;
}): Promise<Harness> {
  const { folder, world, brandText, report } = options;
  return startHarness({
    folder,
    throwAway: true,
    brand: { text: brandText },
    namespace: 'default',
    world,
    speed: QUOTAS,
    plan: 'enterprise',
    simulated: { centra: true, sitoo: true, wms: true },
    ui: false,
    temporalCliPath: readTemporalCliPath(),
    log: report,
  });
}
