import { controlOf } from '../../simulators/control.js';
import type { RunningSimulators } from './start-simulators.js';

/** Where each counterpart sends its events, below the gateway's address. */
export const EVENT_PATHS = { centra: '/webhooks/centra', sitoo: '/events', wms: '/webhooks/wms' } as const;

/** Does at the simulators what an administrator does by hand at a real account: names the address for their events. */
export async function subscribe({ urls, environment }: RunningSimulators, gatewayUrl: string): Promise<void> {
  const secrets = {
    centra: { secret: environment.CENTRA_WEBHOOK_SECRET },
    sitoo: { user: environment.SITOO_EVENTS_USER, password: environment.SITOO_EVENTS_PASSWORD },
    wms: { token: environment.WMS_WEBHOOK_TOKEN },
  };
  await Promise.all(
    (['centra', 'sitoo', 'wms'] as const).map(async (system) => {
      const url = urls[system];
      if (url === undefined) return;
      await controlOf(system, url).post('webhook', { url: `${gatewayUrl}${EVENT_PATHS[system]}`, ...secrets[system] });
    }),
  );
}
