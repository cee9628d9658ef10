import type { OrderActivities } from '../../activities/orders/index.js';
import type { CaseCode } from '../../domain/cases/catalogue.js';
import { sentUnits } from '../../domain/order/fulfilment-state.js';
import { countUnits } from '../../domain/order/split-order.js';
import { steps } from '../calls.js';
import { counterpart } from '../options.js';
import { type FulfilmentRun, identityOf } from './run.js';

const { cancelFulfilment } = steps<OrderActivities>(counterpart);

/**
 * Cancels the order that the store or warehouse holds for a fulfilment. A refusal raises `refused`. It is too late also when goods
 * leave all the same before the answer is there.
 */
export async function cancelAtLocation(
  run: FulfilmentRun,
  refused: CaseCode = 'system.unreachable',
): Promise<'cancelled' | 'too-late' | 'gone'> {
  const unitsSent = (): number => countUnits(sentUnits(run.fulfilment));
  const unitsKnownSent = unitsSent();
  const result = await run.cases.runOrRaise(refused, () => cancelFulfilment({ ...identityOf(run), unitsKnownSent }));
  return unitsSent() > unitsKnownSent ? 'too-late' : (result.done ?? 'too-late');
}
