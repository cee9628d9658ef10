import { setTimeout as pause } from 'node:timers/promises';
import type { WarehouseOrder } from '../../domain/order/warehouse-order.js';
import { SystemProblem } from '../problem.js';
import { type Sending, sendFile } from './send-file.js';

interface Exchange {
  held(name: string): Promise<WarehouseOrder | undefined>;
  latestCancellation(name: string): Promise<{ readonly answer?: string } | undefined>;
  /** Whether an order was to be written under this name, even if nobody noted that it was. */
  wasPlaced(name: string): Promise<boolean>;
  readonly answerWithinMs: number;
}

type Cancelled = 'cancelled' | 'too-late' | 'gone';

/** Between two looks for the warehouse's answer. */
const LOOK_EVERY_MS = 250;

/**
 * Asks the warehouse to cancel, and waits a little for its answer. Only the warehouse knows whether it has begun.
 * @throws SystemProblem `unreachable` while it has not answered: the same question may be asked again
 */
export async function cancelByFile(sending: Sending, exchange: Exchange, name: string): Promise<Cancelled> {
  const before = await exchange.held(name);
  if (before === undefined && !(await exchange.wasPlaced(name))) return 'gone';
  const known = outcomeOf(before, undefined);
  if (known !== undefined) return known;
  await sendFile(sending, {
    kind: 'cancellations',
    subject: name,
    rows: [{ order: name }],
    lane: 'orders',
    note: (number) => sending.requests.noteWritten(number),
  });
  const until = Date.now() + exchange.answerWithinMs;
  for (;;) {
    const outcome = outcomeOf(await exchange.held(name), await exchange.latestCancellation(name));
    if (outcome !== undefined) return outcome;
    if (Date.now() >= until) break;
    await pause(LOOK_EVERY_MS);
  }
  throw new SystemProblem({
    kind: 'unreachable',
    system: 'wms',
    operation: 'write cancellations',
    sentence: `The warehouse has not answered yet whether it cancels ${name}.`,
  });
}

function outcomeOf(
  held: WarehouseOrder | undefined,
  cancellation: { readonly answer?: string } | undefined,
): Cancelled | undefined {
  if (held?.stage === 'cancelled') return 'cancelled';
  if (held !== undefined && held.stage !== 'open' && held.stage !== 'error') return 'too-late';
  switch (cancellation?.answer) {
    case 'cancelled':
      return 'cancelled';
    case 'too-late':
      return 'too-late';
    case 'unknown':
      return 'gone';
    default:
      return undefined;
  }
}
