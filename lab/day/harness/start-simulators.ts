import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Environment } from '../../../config/environment.js';
import type { WarehouseKind } from '../../../systems/warehouse-kinds.js';
import type { ProcessGroup } from '../../local/process-group.js';
import type { FileFaults } from '../../simulators/file-warehouse/file-faults.js';
import type { World } from '../../simulators/kit/world.js';
import { type SimulatorsFile, simulatorsReady } from '../../simulators/main.js';

/** Which counterparts are simulated; the others are real, or other stand-ins. */
export interface SimulatedSystems {
  readonly centra: boolean;
  readonly sitoo: boolean;
  readonly wms: boolean;
}

export interface SimulatedWarehouse {
  readonly kind: WarehouseKind;
  /** Files come twice, cut, late and out of order; only where files are exchanged. */
  readonly fileFaults?: FileFaults;
}

export interface SimulatorsOptions {
  readonly family: ProcessGroup;
  readonly folder: string;
  readonly world: World;
  readonly speed: number;
  readonly plan: SimulatorsFile['plan'];
  /** How long each of their answers takes, ms. */
  readonly latencyMs?: number;
  readonly simulated: SimulatedSystems;
  /** Which kind of warehouse is simulated. */
  readonly warehouse?: SimulatedWarehouse | undefined;
  readonly onLine: (line: string) => void;
}

export interface RunningSimulators {
  /** Base addresses of the simulated ones. */
  readonly urls: { readonly centra?: string; readonly sitoo?: string; readonly wms?: string };
  /** The variables by which worker and gateway reach them and verify their events. */
  readonly environment: Environment;
}

const PROGRAM = fileURLToPath(new URL('../../simulators/main.js', import.meta.url));
const secret = (): string => randomBytes(18).toString('base64url');

/** Starts the simulators that are wanted, in a process of their own, with credentials made for this run. */
export async function startSimulators(options: SimulatorsOptions): Promise<RunningSimulators> {
  const { family, folder, world, speed, plan, latencyMs, simulated, warehouse, onLine } = options;
  if (!simulated.centra && !simulated.sitoo && !simulated.wms) return { urls: {}, environment: {} };
  const centra = { token: secret(), webhookSecret: secret() };
  const sitoo = { apiId: '90001-100', password: secret() };
  const events = { user: 'sitoo', password: secret() };
  const wms = { user: 'onepool', password: secret(), goodsOwnerId: 81, webhookToken: secret() };
  // A simulator need not know who else there is.
  const { systems: _, ...simulatedWorld } = world;
  const file: Omit<SimulatorsFile, 'world'> & { readonly world: Omit<World, 'systems'> } = {
    speed,
    plan,
    world: simulatedWorld,
    ...(latencyMs === undefined ? {} : { latencyMs }),
    ...(simulated.centra ? { centra } : {}),
    ...(simulated.sitoo ? { sitoo } : {}),
    ...(simulated.wms ? simulatedWarehouse(warehouse, { wms, folder }) : {}),
  };
  const path = join(folder, 'simulators.json');
  await writeFile(path, JSON.stringify(file), { mode: 0o600 });
  let urls: RunningSimulators['urls'] = {};
  let exchange: string | undefined;
  await family.spawn({
    name: 'the simulators',
    command: process.execPath,
    args: [PROGRAM, path],
    onLine,
    ready: (line) => {
      if (!line.startsWith('{"simulators"')) return false;
      ({ folder: exchange, ...urls } = simulatorsReady.parse(JSON.parse(line)).simulators);
      return true;
    },
  });
  return {
    urls,
    environment: {
      ...(urls.centra && {
        CENTRA_URL: urls.centra,
        CENTRA_TOKEN: centra.token,
        CENTRA_WEBHOOK_SECRET: centra.webhookSecret,
      }),
      ...(urls.sitoo && {
        SITOO_URL: urls.sitoo,
        SITOO_API_ID: sitoo.apiId,
        SITOO_PASSWORD: sitoo.password,
        SITOO_SITE_ID: '1',
        SITOO_EVENTS_USER: events.user,
        SITOO_EVENTS_PASSWORD: events.password,
      }),
      ...(exchange === undefined
        ? urls.wms && {
            WMS_URL: urls.wms,
            WMS_USER: wms.user,
            WMS_PASSWORD: wms.password,
            WMS_GOODS_OWNER_ID: String(wms.goodsOwnerId),
            WMS_WEBHOOK_TOKEN: wms.webhookToken,
          }
        : { WMS_URL: exchange }),
    },
  };
}

function simulatedWarehouse(
  warehouse: SimulatedWarehouse | undefined,
  { wms, folder }: { readonly wms: NonNullable<SimulatorsFile['wms']>; readonly folder: string },
): Pick<SimulatorsFile, 'wms' | 'fileWarehouse'> {
  if (warehouse?.kind !== 'file') return { wms };
  const { fileFaults: faults } = warehouse;
  return { fileWarehouse: { folder: join(folder, 'exchange'), ...(faults === undefined ? {} : { faults }) } };
}
