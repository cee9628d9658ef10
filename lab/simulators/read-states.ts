import { z } from 'zod';
import type { Controls, SimulatorControl } from './control.js';
import type { CallReport } from './kit/call-log.js';
import {
  type CentraState,
  type CounterpartStates,
  centraState,
  type SitooState,
  sitooState,
  type WmsState,
  wmsState,
} from './states.js';

type Readable = Pick<SimulatorControl, 'read'>;

export const readCentraState = (control: Readable): Promise<CentraState> => control.read('books', centraState);
export const readSitooState = (control: Readable): Promise<SitooState> => control.read('books', sitooState);
export const readWmsState = (control: Readable): Promise<WmsState> => control.read('books', wmsState);

/** What all counterparts hold, of orders and of stock, as nearly at one moment as can be. */
export async function readStates(controls: Controls): Promise<CounterpartStates> {
  const [centra, sitoo, wms] = await Promise.all([
    readCentraState(controls.centra),
    readSitooState(controls.sitoo),
    readWmsState(controls.wms),
  ]);
  return { centra, sitoo, wms };
}

const callReport: z.ZodType<CallReport> = z.object({
  total: z.number(),
  byOperation: z.record(z.string(), z.number()),
  throttled: z.number(),
  mostInFlight: z.number(),
  refusals: z.array(z.string()),
});

/** The calls that one counterpart has received, faults included, and those that broke its contract. */
export const readCallsOf = (control: Readable): Promise<CallReport> => control.read('calls', callReport);

export async function readCalls({ centra, sitoo, wms }: Controls): Promise<Record<keyof Controls, CallReport>> {
  const [ofCentra, ofSitoo, ofWms] = await Promise.all([readCallsOf(centra), readCallsOf(sitoo), readCallsOf(wms)]);
  return { centra: ofCentra, sitoo: ofSitoo, wms: ofWms };
}
