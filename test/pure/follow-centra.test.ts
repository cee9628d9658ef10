import { describe, expect, it } from '@jest/globals';
import { followCentra } from '../../activities/follow/follow-centra.js';
import type { OrderReader } from '../../activities/orders/read-order.js';
import { brandSchema } from '../../config/brand.js';
import { createLog } from '../../config/log.js';
import type { CentraPort } from '../../systems/centra/port.js';
import type { Records } from '../../systems/database/port.js';
import { smallBrand } from '../support/harness/world.js';
import { inActivity } from '../support/in-activity.js';
import { webOrder } from '../support/web-order.js';

const log = createLog('b', { terminal: false, destination: { write() {} } });
const brand = brandSchema.parse(smallBrand('b', {}));

/** A round that finds one order. */
function roundThat(record: () => Promise<number>) {
  const cursors = new Map<string, string>();
  const inbox: Partial<Records['inbox']> = {
    beginRound: async () => {},
    pending: async () => [],
    markHandled: async () => {},
  };
  const records: Partial<Records> = {
    inbox: inbox as Records['inbox'],
    cursors: {
      get: async (name) => cursors.get(name),
      set: async (name, value) => {
        cursors.set(name, value);
      },
    },
  };
  const centra: Partial<CentraPort> = {
    rateLimits: async () => [],
    changedOrders: async () => ({ orders: [webOrder()] }),
  };
  const reader: Partial<OrderReader> = {
    webReadings: async () => [],
    collectUnreadable: () => ({ note: () => {}, readings: [] }),
  };
  const round = followCentra({
    brand,
    log,
    centra: centra as CentraPort,
    records: records as Records,
    reader: reader as OrderReader,
    notifier: { sendReadings: async () => ({ started: 0, notified: 0 }) },
    stock: {
      recorder: { record, notifyShortages: async () => {} },
      detectExternalChanges: async () => {},
      compareUnplaced: async () => {},
    },
    shippedOrders: { recordShipped: async () => {} },
    relayProductEvents: async () => {},
  });
  return { run: () => inActivity(round), cursors };
}

describe('The follower of the web shop', () => {
  it('The follower of the web shop moves its cursor past orders only once their units are recorded', async () => {
    const dying = roundThat(async () => {
      throw new Error('The worker dies.');
    });
    await expect(dying.run()).rejects.toThrow('The worker dies.');
    expect([...dying.cursors]).toEqual([]);

    const living = roundThat(async () => 0);
    await living.run();
    expect(living.cursors.has('centra/orders-updated')).toBe(true);
  });
});
