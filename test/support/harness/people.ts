import type { Act, SimulatorControl } from '../../../lab/simulators/control.js';
import { until } from '../until.js';
import { patience } from './patience.js';

/** Staff who act as soon as the order has reached them, as people do who watch a list of work. */
export function people(system: 'web shop' | 'tills' | 'warehouse', control: SimulatorControl) {
  /** Does one act. @throws Error with the simulator's own sentence when it cannot be done. */
  async function act(doing: Act): Promise<{ orderid?: number | undefined }> {
    const [result] = await control.act([doing]);
    if (!result?.ok) throw new Error(`${system}: ${doing.type} was refused: ${result?.error}`);
    return result;
  }
  return {
    act,
    /** Does one act as soon as it can be done. */
    async actSoon(doing: Act): Promise<void> {
      let refused: string | undefined;
      const done = async (): Promise<boolean> => {
        const [result] = await control.act([doing]);
        refused = result?.error;
        return result?.ok === true;
      };
      await until(done, {
        withinMs: patience.ms,
        everyMs: 50,
        what: `${doing.type} of ${doing.name ?? doing.order}`,
      }).catch((late: Error) => {
        throw new Error(`${system}: ${late.message}, it was refused: ${refused}`);
      });
    },
  };
}

export type People = ReturnType<typeof people>;
