import { type Misfit, openReplayer } from '../../workers/replay/replayer.js';
import type { Execution } from './executions.js';

export interface MisfitOf extends Misfit {
  readonly workflowId: string;
  readonly workflowType: string;
}

/** How many executions fit this build, and which do not. */
export interface ReplayReport {
  readonly executions: number;
  readonly fit: number;
  /** The first of those that do not fit. */
  readonly misfits: readonly MisfitOf[];
}

/** Executions that are named one by one; a build that breaks all of them must not fill the memory. */
const NAMED_AT_MOST = 100;

/** Replays executions against this build, holding one history at a time. One that ends in the meantime does not count. */
export async function replayExecutions(
  executions: AsyncIterable<Execution> | Iterable<Execution>,
  onReplayed: (count: number) => void = () => {},
): Promise<ReplayReport> {
  const replayer = openReplayer();
  const misfits: MisfitOf[] = [];
  let [total, fit] = [0, 0];
  try {
    for await (const { workflowId, readHistory } of executions) {
      const history = await readHistory();
      if (history === undefined) continue;
      const misfit = await replayer.replay(workflowId, history);
      total += 1;
      if (misfit === undefined) fit += 1;
      else if (misfits.length < NAMED_AT_MOST) {
        const started = history.events?.[0]?.workflowExecutionStartedEventAttributes;
        misfits.push({ workflowId, workflowType: started?.workflowType?.name ?? 'unknown', ...misfit });
      }
      onReplayed(total);
    }
  } finally {
    await replayer.close();
  }
  return { executions: total, fit, misfits };
}
