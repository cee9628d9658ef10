import type { WarehouseAdapter } from '../warehouse-adapter.js';
import { createOngoing } from './adapter.js';
import { parseWebhook, verifyFixedHeader } from './events.js';
import { WMS_FACTS } from './inferred-facts.js';
import { checkStatusMapping, USUAL_STATUSES } from './statuses.js';

/** Ongoing WMS as one kind of warehouse system. */
export const ONGOING: WarehouseAdapter = {
  connect: ({ settings, ...options }) =>
    createOngoing({ ...options, statuses: settings.statuses ?? USUAL_STATUSES, writing: settings }),
  events: { isGenuine: verifyFixedHeader, read: parseWebhook },
  checkSettings: async ({ statuses = USUAL_STATUSES }, wms) => checkStatusMapping(statuses, await wms.statuses()),
  facts: WMS_FACTS,
};
