import type { Counterparts, EventSecrets } from '../../../config/environment.js';
import { Secret } from '../../../config/secret.js';
import { startCentraSimulator } from '../../../lab/simulators/centra/start.js';
import { type Controls, controlOf } from '../../../lab/simulators/control.js';
import { startOngoingSimulator } from '../../../lab/simulators/ongoing/simulator.js';
import { startSitooSimulator } from '../../../lab/simulators/sitoo/start.js';
import { startProxy } from './proxy.js';
import { smallWorld } from './world.js';

/** Limits far away: what happens at them is proven elsewhere. */
const SPEED = 200;
const LATENCY_MS = 1;
const EVENTS = { centra: 'events-of-centra', user: 'sitoo', password: 'events-of-sitoo', token: 'events-of-wms' };

const secrets: EventSecrets = {
  centra: [new Secret(EVENTS.centra)],
  sitoo: { user: EVENTS.user, passwords: [new Secret(EVENTS.password)] },
  sitooUnsigned: false,
  wms: [new Secret(EVENTS.token)],
};

/** The three simulated counterparts in this process. */
export async function startCounterparts(corruptCentra?: (answer: string) => string) {
  const world = smallWorld();
  const common = { world, speed: SPEED, latencyMs: LATENCY_MS };
  const [centra, sitoo, wms] = await Promise.all([
    startCentraSimulator({ ...common, token: 'token', plan: 'enterprise' }),
    startSitooSimulator({ ...common, apiId: '90001-1', password: 'password' }),
    startOngoingSimulator({ ...common, user: 'user', password: 'password', goodsOwnerId: 7 }),
  ]);
  const proxy = corruptCentra && (await startProxy(centra.url, corruptCentra));
  const counterparts = {
    centra: { url: proxy?.url ?? centra.url, token: new Secret('token') },
    sitoo: { url: sitoo.url, apiId: '90001-1', password: new Secret('password'), siteId: 1 },
    wms: { url: wms.url, user: 'user', password: new Secret('password'), goodsOwnerId: 7 },
  } satisfies Required<Omit<Counterparts, 'warehouses'>>;
  const controls: Controls = {
    centra: controlOf('Centra', centra.url),
    sitoo: controlOf('Sitoo', sitoo.url),
    wms: controlOf('WMS', wms.url),
  };
  return {
    counterparts,
    secrets,
    controls,
    /** Names the gateway as the address for their events. */
    async sendEventsTo(url: string): Promise<void> {
      const { centra: secret, user, password, token } = EVENTS;
      await controls.centra.post('webhook', { url: `${url}/webhooks/centra`, secret });
      await controls.sitoo.post('webhook', { url: `${url}/events`, user, password });
      await controls.wms.post('webhook', { url: `${url}/webhooks/wms`, token });
    },
    close: async (): Promise<void> => {
      await proxy?.close();
      await Promise.all([centra.close(), sitoo.close(), wms.close()]);
    },
  };
}
