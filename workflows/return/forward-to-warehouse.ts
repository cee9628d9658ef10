import { proxyActivities, sleep } from '@temporalio/workflow';
import type { ReturnActivities } from '../../activities/returns/index.js';
import type { CaseRaiser } from '../cases/case-raiser.js';
import { runOrRaiseCase } from '../cases/run-or-raise-case.js';
import { counterpart } from '../options.js';
import { type ReturnState, tell } from './state.js';

const { announceInbound, readInbound } = proxyActivities<ReturnActivities>(counterpart);

/** Goods on their way are looked at soon, then more and more seldom; at least so often within the time they are given. */
const LOOK_FIRST_MS = 2_000;
const LOOKS_AT_LEAST = 24;

/** Goods that do not stay in the store: the warehouse is told that they come, and what it receives is compared. */
export async function sendToWarehouse(state: ReturnState, desk: CaseRaiser): Promise<void> {
  const { refund, settings } = state;
  for (const location of new Set(refund.lines.flatMap((l) => l.goesTo ?? []))) {
    const lines = refund.lines
      .filter((l) => l.goesTo === location)
      .map(({ line, sku, quantity }) => ({ line, sku, quantity }));
    const inboundNotice = { refund: refund.number, location, lines };
    const advised = await runOrRaiseCase(desk, 'return.not-received', () => announceInbound(inboundNotice));
    if (!advised.done) continue;
    tell(state, `${location} was told that the goods come.`);
    state.next = `The goods are on their way to ${location}.`;
    for (;;) {
      const missing = await untilReceived(inboundNotice, desk, settings.arriveWithinMs);
      if (missing.length === 0) {
        tell(state, `${location} has received the goods.`);
        break;
      }
      const answer = await desk.ask([
        {
          code: 'return.not-received',
          sentence: `${location} was told of goods of refund ${refund.number}; missing: ${missing.map((m) => `${m.quantity} of ${m.sku}`).join(', ')}.`,
        },
      ]);
      if (answer.answer !== 'retry') break;
    }
  }
}

async function untilReceived(
  inboundNotice: Parameters<typeof readInbound>[0],
  desk: CaseRaiser,
  withinMs: number,
): Promise<readonly { readonly sku: string; readonly quantity: number }[]> {
  const until = Date.now() + withinMs;
  for (let wait = LOOK_FIRST_MS; ; wait = Math.min(wait * 2, Math.max(LOOK_FIRST_MS, withinMs / LOOKS_AT_LEAST))) {
    const seen = await runOrRaiseCase(desk, 'return.not-received', () => readInbound(inboundNotice));
    if (!seen.done || seen.done.missing.length === 0) return [];
    if (Date.now() >= until || seen.done.final) return seen.done.missing;
    await sleep(wait);
  }
}
