import type { Counterparts } from '../config/environment.js';
import type { Brand, WarehouseSettings } from '../domain/brand.js';
import { settingsOf, type WarehouseKey, warehouseKey } from '../domain/warehouse-systems.js';
import { createCentra } from './centra/adapter.js';
import type { CentraPort } from './centra/port.js';
import { openDatabase } from './database/database.js';
import { ANSWER_MS } from './latest-effect.js';
import { budgetLimiter } from './rate-limits/budget-limiter.js';
import { serialLimiter } from './rate-limits/serial-limiter.js';
import { createSitoo } from './sitoo/adapter.js';
import type { SitooPort } from './sitoo/port.js';
import { underOurSkus } from './sku-names.js';
import { underItsName } from './under-its-name.js';
import { warehouseOf } from './warehouse-kinds.js';
import type { WarehousePort } from './warehouse-port.js';
import type { WarningLog } from './warning-log.js';

/** The counterparts that the brand has, each behind the limiter that all processes with the same credential share. */
export interface Systems {
  readonly centra?: CentraPort;
  readonly sitoo?: SitooPort;
  readonly wms?: WarehousePort;
  /** The warehouse systems that have a name; left out where none has. */
  readonly warehouses?: ReadonlyMap<WarehouseKey, WarehousePort>;
  /** Closes the limiters. Calls under way end first. */
  close(): Promise<void>;
}

export interface ConnectOptions {
  readonly brand: Pick<Brand, 'warehouse' | 'warehouses' | 'webOrders' | 'customerEmails' | 'skus' | 'products'>;
  readonly counterparts: Counterparts;
  /** The database through which the limiters of all processes agree. */
  readonly databaseUrl: string;
  readonly logger?: WarningLog;
}

/** Longest wait for the limiter; then the step frees its slot and is tried again. */
const LIMITER_WAIT_MS = 5_000;

/** One for the exchange that is under way, and one beside it. */
const WAREHOUSE_CONNECTIONS = 2;

/** A counterpart and the limiter before it. */
interface Connected<Port> {
  readonly port: Port;
  readonly limiter: { close(): Promise<void> };
}

/** Puts adapters and limiters together. Nothing is sent, and the database is not opened, before the first call. */
export function connectSystems(options: ConnectOptions): Systems {
  const { centra, sitoo, wms } = options.counterparts;
  const connected = {
    ...(centra && { centra: connectCentra(options, centra) }),
    ...(sitoo && { sitoo: connectSitoo(options, sitoo) }),
    ...(wms && { wms: connectWarehouse(options, wms, { settings: options.brand.warehouse }) }),
  };
  const named = Object.entries(options.counterparts.warehouses ?? {}).map(([name, account]) => {
    const { port, limiter } = connectWarehouse(options, account, {
      settings: settingsOf(options.brand, name),
      name,
    });
    return { key: warehouseKey(name), port, limiter };
  });
  return {
    ...(connected.centra && { centra: connected.centra.port }),
    ...(connected.sitoo && { sitoo: connected.sitoo.port }),
    ...(connected.wms && { wms: connected.wms.port }),
    ...(named.length > 0 && { warehouses: new Map(named.map(({ key, port }) => [key, port])) }),
    async close() {
      await Promise.all([...Object.values(connected), ...named].map(({ limiter }) => limiter.close()));
    },
  };
}

/** Centra counts calls by token. */
function connectCentra(
  { brand, databaseUrl, logger }: ConnectOptions,
  { url, token, tokenExpiresAtMs }: NonNullable<Counterparts['centra']>,
): Connected<CentraPort> {
  const limiter = budgetLimiter({
    databaseUrl,
    system: 'centra',
    credential: token.reveal(),
    maxWaitMs: LIMITER_WAIT_MS,
  });
  const port = createCentra({
    url,
    token: token.reveal(),
    limiter,
    timeoutMs: ANSWER_MS,
    emails: brand.customerEmails,
    readsAlso: { customs: brand.products.customs === 'on', taxGroups: brand.products.vatGroups !== undefined },
    ...(tokenExpiresAtMs === undefined ? {} : { tokenExpiresAtMs }),
    ...(brand.webOrders.store === undefined ? {} : { store: brand.webOrders.store }),
    ...(logger && { logger }),
  });
  return { port, limiter };
}

/** Sitoo allows one call at a time for an account, which is part of its address. */
function connectSitoo(
  { brand, databaseUrl, logger }: ConnectOptions,
  account: NonNullable<Counterparts['sitoo']>,
): Connected<SitooPort> {
  const limiter = serialLimiter({
    databaseUrl,
    system: 'sitoo',
    credential: account.url,
    maxWaitMs: LIMITER_WAIT_MS,
  });
  const port = createSitoo({
    ...account,
    password: account.password.reveal(),
    limiter,
    timeoutMs: ANSWER_MS,
    ...(logger && { logger }),
  });
  return { port: underOurSkus(port, brand.skus.sitoo), limiter };
}

/** A WMS allows one call at a time for a goods owner; files are exchanged by one process at a time. */
function connectWarehouse(
  { brand, databaseUrl, logger }: ConnectOptions,
  { url, user, password, goodsOwnerId }: NonNullable<Counterparts['wms']>,
  { settings, name }: { readonly settings: WarehouseSettings; readonly name?: string },
): Connected<WarehousePort> {
  const limiter = serialLimiter({
    databaseUrl,
    system: 'wms',
    credential: [url, goodsOwnerId].filter((word) => word !== undefined).join(' '),
    maxWaitMs: LIMITER_WAIT_MS,
  });
  const database = openDatabase(databaseUrl, WAREHOUSE_CONNECTIONS);
  const warehouse = warehouseOf(settings).connect({
    url,
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password: password.reveal() }),
    ...(goodsOwnerId === undefined ? {} : { goodsOwnerId }),
    settings,
    limiter,
    database,
    timeoutMs: ANSWER_MS,
    ...(logger && { logger }),
  });
  return {
    port: underOurSkus(name === undefined ? warehouse.port : underItsName(warehouse.port, name), brand.skus.wms),
    limiter: {
      async close() {
        await limiter.close();
        await warehouse.close?.();
        await database.close();
      },
    },
  };
}
