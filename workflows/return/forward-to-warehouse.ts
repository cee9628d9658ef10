import { sleep } from '@temporalio/workflow';
import type { ReturnActivities } from '../../activities/returns/index.js';
import type { InboundNotice } from '../../domain/return/inbound.js';
import { steps } from '../calls.js';
import { counterpart } from '../options.js';
import type { ReturnRun } from './run.js';

const { announceInbound, readInbound } = steps<ReturnActivities>(counterpart);

/** Goods on their way are checked soon, then less and less often; at least this many times within the time they are given. */
const FIRST_CHECK_MS = 2_000;
const MIN_CHECKS = 24;

/** Goods that do not stay in the store are announced to their warehouse, and what it receives is compared. */
export async function forwardToWarehouse(run: ReturnRun): Promise<void> {
  const { refund } = run.state;
  for (const location of new Set(refund.lines.flatMap((l) => l.forwardTo ?? []))) {
    const lines = refund.lines
      .filter((l) => l.forwardTo === location)
      .map(({ line, sku, quantity }) => ({ line, sku, quantity }));
    await forward(run, { refund: refund.number, location, lines });
  }
}

async function forward(run: ReturnRun, notice: InboundNotice): Promise<void> {
  const { cases, timeline } = run;
  const { location } = notice;
  const announced = await cases.runOrRaise('return.not-received', () => announceInbound(notice));
  if (!announced.done) return;
  timeline.add(`The goods were announced to ${location}.`);
  timeline.expect(`The goods are on their way to ${location}.`);
  for (;;) {
    const missing = await untilReceived(run, notice);
    if (missing.length === 0) return timeline.add(`${location} has received the goods.`);
    const answer = await cases.raise([
      {
        code: 'return.not-received',
        sentence: `Goods of refund ${notice.refund} were announced to ${location}; missing: ${missing.map((m) => `${m.quantity} of ${m.sku}`).join(', ')}.`,
      },
    ]);
    if (answer.answer !== 'retry') return;
  }
}

/** Waits for the goods as long as the brand gives them. @returns what has not arrived */
async function untilReceived(
  { cases, state }: ReturnRun,
  notice: InboundNotice,
): Promise<readonly { readonly sku: string; readonly quantity: number }[]> {
  const { arriveWithinMs } = state.settings;
  const until = Date.now() + arriveWithinMs;
  const longestPause = Math.max(FIRST_CHECK_MS, arriveWithinMs / MIN_CHECKS);
  for (let pause = FIRST_CHECK_MS; ; pause = Math.min(pause * 2, longestPause)) {
    const read = await cases.runOrRaise('return.not-received', () => readInbound(notice));
    if (!read.done || read.done.missing.length === 0) return [];
    if (Date.now() >= until || read.done.final) return read.done.missing;
    await sleep(pause);
  }
}
