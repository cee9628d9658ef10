import { setTimeout as pause } from 'node:timers/promises';
import type { Controls } from '../simulators/control.js';
import { readCalls } from '../simulators/read-states.js';

const PATIENCE_MS = 60_000;
const CALM_MS = 3_000;
const CALM_CALLS = 6;

/** Waits until nothing is left to do of what came before: counterparts get hardly more calls than followers make by their clock. */
export async function untilCalm(controls: Controls): Promise<void> {
  const total = async () => {
    const { centra, sitoo, wms } = await readCalls(controls);
    return centra.total + sitoo.total + wms.total;
  };
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; ) {
    const before = await total();
    await pause(CALM_MS);
    if ((await total()) - before <= CALM_CALLS) return;
  }
}
