import { isDeepStrictEqual } from 'node:util';
import type { Client } from '@temporalio/client';
import type { Brand } from '../../domain/brand.js';
import { TARGETS } from '../../domain/stock/flows.js';
import { publishStockInput } from '../stock/publish-stock-input.js';
import { type PublisherReply, queryPublisher } from '../stock/query-publisher.js';
import { type Finding, good, problem, warning } from './finding.js';

/** Whether the loops that tell the counterparts of stock run, and go by what the brand file says. */
export async function checkPublishers(client: Client, brand: Brand): Promise<Finding[]> {
  const loops = await Promise.all(TARGETS.map((target) => queryPublisher(client, brand.brand, target)));
  return loops.map((loop) => publisherFinding(loop, brand));
}

export function publisherFinding(
  { target, running, state, problem: unanswered }: PublisherReply,
  brand: Brand,
): Finding {
  const check = `stock to ${target}`;
  if (!running) return problem(check, 'its push loop does not run, so nothing is told: run onepool prepare.');
  if (state === undefined) return warning(check, `its push loop could not be asked: ${unanswered ?? 'no answer'}`);
  if (state.paused !== undefined)
    return warning(
      check,
      `${state.paused.by} paused it at ${state.paused.since}; nothing is told until onepool stock resume ${target}.`,
    );
  if (!isDeepStrictEqual(state.flows, publishStockInput(brand, target).flows))
    return warning(check, 'its push loop goes by an earlier brand file: run onepool schedules apply.');
  const flows = Object.entries(state.flows).map(([flow, { mode }]) => `${flow} ${mode}`);
  return good(check, `it runs: ${flows.length === 0 ? 'every flow is off' : flows.join(', ')}`);
}
