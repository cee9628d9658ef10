import type { OrderActivities } from '../../activities/orders/index.js';
import type { CaseCode } from '../../domain/cases/catalogue.js';
import { sentUnits } from '../../domain/order/fulfilment-state.js';
import { countUnits } from '../../domain/order/split-order.js';
import { steps } from '../calls.js';
import { counterpart } from '../options.js';
import { type FulfilmentRun, identityOf } from './run.js';

const { cancelFulfilment } = steps<OrderActivities>(counterpart);

/** Cancels the order that the store or warehouse holds for a fulfilment. A refusal raises `refused`. */
export async function cancelAtLocation(
  run: FulfilmentRun,
  refused: CaseCode = 'system.unreachable',
): Promise<'cancelled' | 'too-late' | 'gone'> {
  const unitsKnownSent = countUnits(sentUnits(run.fulfilment));
  const result = await run.cases.runOrRaise(refused, () => cancelFulfilment({ ...identityOf(run), unitsKnownSent }));
  return result.done ?? 'too-late';
}
