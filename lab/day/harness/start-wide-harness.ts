import { readTemporalCliPath } from '../../../config/environment.js';
import type { World } from '../../simulators/kit/world.js';
import { type Harness, startHarness } from './start-harness.js';

/** Widens the counterparts' quotas: what is measured or proved here is ours, not how long a plan lasts. */
const QUOTAS = 300;

export interface ThrowAwayOptions {
  readonly folder: string;
  readonly world: World;
  readonly brandText: string;
  readonly report: (sentence: string) => void;
}

/** Starts a harness that is thrown away afterwards and in which no quota of a plan slows anything down. */
export const startWideHarness = (options: ThrowAwayOptions): Promise<Harness> =>
  startThrowAway(options, { speed: QUOTAS });

/** Starts a harness that is thrown away afterwards, with the quotas of a real plan and counterparts that take their time. */
export const startRealHarness = (options: ThrowAwayOptions & { readonly latencyMs: number }): Promise<Harness> =>
  startThrowAway(options, { speed: 1, latencyMs: options.latencyMs });

const startThrowAway = (
  { folder, world, brandText, report }: ThrowAwayOptions,
  pace: { readonly speed: number; readonly latencyMs?: number },
): Promise<Harness> =>
  startHarness({
    folder,
    throwAway: true,
    brand: { text: brandText },
    namespace: 'default',
    world,
    plan: 'enterprise',
    ...pace,
    simulated: { centra: true, sitoo: true, wms: true },
    ui: false,
    temporalCliPath: readTemporalCliPath(),
    log: report,
  });
