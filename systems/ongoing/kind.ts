import type { WarehouseAdapter } from '../warehouse-adapter.js';
import { createOngoing } from './adapter.js';
import { parseWebhook, verifyFixedHeader } from './events.js';
import { WMS_FACTS } from './inferred-facts.js';
import { USUAL_STATUSES } from './statuses.js';

/** Ongoing WMS as one kind of warehouse system. */
export const ONGOING: WarehouseAdapter = {
  connect({ settings, database: _, user, password, goodsOwnerId, ...options }) {
    if (user === undefined || password === undefined || goodsOwnerId === undefined)
      throw new Error('Ongoing WMS is reached over its REST API: give WMS_URL the address of the API.');
    const { statuses = USUAL_STATUSES } = settings;
    return { port: createOngoing({ ...options, user, password, goodsOwnerId, statuses, writing: settings }) };
  },
  events: { isGenuine: verifyFixedHeader, read: parseWebhook },
  facts: WMS_FACTS,
};
