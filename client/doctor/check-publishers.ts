import { isDeepStrictEqual } from 'node:util';
import type { Client } from '@temporalio/client';
import type { Brand } from '../../domain/brand.js';
import { targetsOf } from '../../domain/stock/flows-of-brand.js';
import { publishStockInput } from '../stock/publish-stock-input.js';
import { type PublisherReply, queryPublisher } from '../stock/query-publisher.js';
import { type Finding, good, problem, warning } from './finding.js';

/** Checks that the stock publishers run, and use the flows of the brand file. */
export async function checkPublishers(client: Client, brand: Brand): Promise<Finding[]> {
  const replies = await Promise.all(targetsOf(brand).map((target) => queryPublisher(client, brand.brand, target)));
  return replies.map((reply) => publisherFinding(reply, brand));
}

export function publisherFinding(
  { target, running, state, problem: unanswered }: PublisherReply,
  brand: Brand,
): Finding {
  const check = `stock to ${target}`;
  if (!running) return problem(check, 'the publisher does not run, so no stock is published: run onepool prepare.');
  if (state === undefined) return warning(check, unanswered ?? 'the publisher does not answer.');
  if (state.paused !== undefined)
    return warning(
      check,
      `${state.paused.by} paused it at ${state.paused.since}: nothing is published until onepool stock resume ${target}.`,
    );
  if (!isDeepStrictEqual(state.flows, publishStockInput(brand, target).flows))
    return warning(check, 'the publisher uses an earlier brand file: run onepool schedules apply.');
  const flows = Object.entries(state.flows).map(([flow, { mode }]) => `${flow} ${mode}`);
  return good(check, `it runs: ${flows.length === 0 ? 'every flow is off' : flows.join(', ')}`);
}
