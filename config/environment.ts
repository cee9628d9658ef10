import type { System } from '../domain/names.js';
import { ConfigurationProblem, type Fault } from './configuration-problem.js';
import { type Environment, read, readEach } from './read-variables.js';
import type { Secret } from './secret.js';
import type { Values, VariableName } from './variables.js';

export type { Environment } from './read-variables.js';

/** How to reach the counterparts that the brand has. Addresses have no slash at the end. */
export interface Counterparts {
  readonly centra?: {
    readonly url: string;
    readonly token: Secret;
    /** Epoch ms; left out when nobody has said it. */
    readonly tokenExpiresAtMs?: number;
  };
  readonly sitoo?: {
    readonly url: string;
    readonly apiId: string;
    readonly password: Secret;
    readonly siteId: number;
  };
  readonly wms?: WarehouseAccount;
  /** Those of warehouse systems that have a name, by it; left out where none has. */
  readonly warehouses?: Readonly<Record<string, WarehouseAccount>>;
}

/** How to reach a warehouse system. */
export interface WarehouseAccount {
  readonly url: string;
  /** Left out where files are exchanged in a folder of this machine. */
  readonly user?: string;
  readonly password?: Secret;
  /** Only where the WMS has an API. */
  readonly goodsOwnerId?: number;
}

/** How to reach Temporal. Certificate and key are paths of PEM files. */
export interface TemporalEnvironment {
  readonly address: string;
  readonly namespace: string;
  readonly apiKey?: Secret;
  readonly tls: boolean;
  readonly certificate?: { readonly certPath: string; readonly keyPath: string };
  readonly uiUrl?: string;
}

/** Secrets that verify the sender of an event: the new one first, then the former one while it is being rotated. None of an absent counterpart. */
export interface EventSecrets {
  readonly centra: readonly Secret[];
  readonly sitoo?: { readonly user: string; readonly passwords: readonly Secret[] };
  readonly wms: readonly Secret[];
  /** Sitoo's contract makes credentials optional; true only with `SITOO_EVENTS_AUTH=none`. */
  readonly sitooUnsigned: boolean;
}

/** What every process of a brand needs. */
export interface CommonEnvironment {
  readonly brandPath: string;
  readonly databaseUrl: Secret;
  readonly temporal: TemporalEnvironment;
}
export interface WorkerEnvironment extends CommonEnvironment {
  readonly counterparts: Counterparts;
  /** Where it answers health checks. */
  readonly host: string;
  readonly port: number;
}
export interface GatewayEnvironment extends CommonEnvironment {
  readonly host: string;
  readonly port: number;
  readonly secrets: EventSecrets;
}

/** The variables by which each counterpart is reached. */
const ACCOUNTS = {
  centra: ['CENTRA_URL', 'CENTRA_TOKEN', 'CENTRA_TOKEN_EXPIRES'],
  sitoo: ['SITOO_URL', 'SITOO_API_ID', 'SITOO_PASSWORD', 'SITOO_SITE_ID'],
  wms: ['WMS_URL', 'WMS_USER', 'WMS_PASSWORD', 'WMS_GOODS_OWNER_ID'],
} as const satisfies Record<System, readonly VariableName[]>;

const TEMPORAL = [
  'TEMPORAL_ADDRESS',
  'TEMPORAL_NAMESPACE',
  'TEMPORAL_API_KEY',
  'TEMPORAL_TLS',
  'TEMPORAL_TLS_CERT',
  'TEMPORAL_TLS_KEY',
  'TEMPORAL_UI_URL',
] as const satisfies readonly VariableName[];

const COMMON = ['ONEPOOL_BRAND', 'DATABASE_URL', ...TEMPORAL] as const;

/** The variables by which the events of each counterpart are verified. */
const EVENTS = {
  centra: ['CENTRA_WEBHOOK_SECRET', 'CENTRA_WEBHOOK_SECRET_OLD'],
  sitoo: ['SITOO_EVENTS_AUTH', 'SITOO_EVENTS_USER', 'SITOO_EVENTS_PASSWORD', 'SITOO_EVENTS_PASSWORD_OLD'],
  wms: ['WMS_WEBHOOK_TOKEN', 'WMS_WEBHOOK_TOKEN_OLD'],
} as const satisfies Record<System, readonly VariableName[]>;

/** The variables that concern one counterpart alone: an installation without it needs none of them. */
export const variablesOf = (system: System): readonly VariableName[] => [...ACCOUNTS[system], ...EVENTS[system]];

/** Where files are exchanged there is no goods owner, and in a folder of this machine no user either. */
const warehouseVariables = (url = ''): readonly ('WMS_URL' | (typeof ACCOUNTS.wms)[number])[] =>
  ACCOUNTS.wms.filter((name) => {
    if (url.startsWith('file:')) return name === 'WMS_URL';
    return !url.startsWith('sftp:') || name !== 'WMS_GOODS_OWNER_ID';
  });

type Systems = ReadonlySet<System>;

/** Level of the log; `info` by default. @throws ConfigurationProblem */
export function readLogLevel(env: Environment = process.env): Values<'ONEPOOL_LOG_LEVEL'>['ONEPOOL_LOG_LEVEL'] {
  return read(['ONEPOOL_LOG_LEVEL'], env).ONEPOOL_LOG_LEVEL;
}

/** Path of the brand file. @throws ConfigurationProblem */
export function readBrandPath(env: Environment = process.env): string {
  return read(['ONEPOOL_BRAND'], env).ONEPOOL_BRAND;
}

/** Address of the records. @throws ConfigurationProblem */
export function readDatabaseUrl(env: Environment = process.env): Secret {
  return read(['DATABASE_URL'], env).DATABASE_URL;
}

/** Path of the `temporal` binary, when one was given. @throws ConfigurationProblem */
export function readTemporalCliPath(env: Environment = process.env): string | undefined {
  return read(['TEMPORAL_CLI_PATH'], env).TEMPORAL_CLI_PATH;
}

/** Addresses and credentials of the counterparts. @throws ConfigurationProblem naming every variable that is missing or wrong */
export function readCounterparts(
  systems: Systems,
  env: Environment = process.env,
  /** Names of the warehouse systems that have one. */
  warehouses: readonly string[] = [],
): Counterparts {
  const { centra, sitoo, wms, named } = readEach({
    centra: () => (systems.has('centra') ? centraOf(read(ACCOUNTS.centra, env)) : undefined),
    sitoo: () => (systems.has('sitoo') ? sitooOf(read(ACCOUNTS.sitoo, env)) : undefined),
    wms: () => (systems.has('wms') ? wmsOf(read(warehouseVariables(env.WMS_URL), env)) : undefined),
    named: () =>
      readEach(Object.fromEntries(warehouses.map((name) => [name, () => warehouseNamed(name, env)] as const))),
  });
  refuseOneAccountTwice(wms, named);
  return {
    ...(centra && { centra }),
    ...(sitoo && { sitoo }),
    ...(wms && { wms }),
    ...(warehouses.length > 0 && { warehouses: named }),
  };
}

/** How to reach Temporal. @throws ConfigurationProblem */
export function readTemporal(env: Environment = process.env): TemporalEnvironment {
  return temporalOf(read(TEMPORAL, env));
}

/** What a command about cases and orders needs. @throws ConfigurationProblem */
export function readCommonEnvironment(env: Environment = process.env): CommonEnvironment {
  return commonOf(read(COMMON, env));
}

/** What a worker of a brand with these systems needs. @throws ConfigurationProblem */
export function readWorkerEnvironment(
  systems: Systems,
  env: Environment = process.env,
  warehouses: readonly string[] = [],
): WorkerEnvironment {
  const { common, counterparts, address } = readEach({
    common: () => commonOf(read(COMMON, env)),
    counterparts: () => readCounterparts(systems, env, warehouses),
    address: () => read(['WORKER_HOST', 'WORKER_PORT'], env),
  });
  return { ...common, counterparts, host: address.WORKER_HOST, port: address.WORKER_PORT };
}

/** Secrets of the events of these systems, for the gateway and for the check that they are set. @throws ConfigurationProblem */
export function readEventSecrets(systems: Systems, env: Environment = process.env): EventSecrets {
  const present = (...secrets: (Secret | undefined)[]) => secrets.filter((secret) => secret !== undefined);
  const { centra, sitoo, wms } = readEach({
    centra: () => (systems.has('centra') ? read(EVENTS.centra, env) : undefined),
    sitoo: () => (systems.has('sitoo') ? read(EVENTS.sitoo, env) : undefined),
    wms: () => (systems.has('wms') ? read(EVENTS.wms, env) : undefined),
  });
  const user = sitoo?.SITOO_EVENTS_USER;
  const passwords = present(sitoo?.SITOO_EVENTS_PASSWORD, sitoo?.SITOO_EVENTS_PASSWORD_OLD);
  return {
    centra: present(centra?.CENTRA_WEBHOOK_SECRET, centra?.CENTRA_WEBHOOK_SECRET_OLD),
    ...(user !== undefined && { sitoo: { user, passwords } }),
    wms: present(wms?.WMS_WEBHOOK_TOKEN, wms?.WMS_WEBHOOK_TOKEN_OLD),
    sitooUnsigned: sitoo?.SITOO_EVENTS_AUTH === 'none',
  };
}

/** What the gateway of a brand with these systems needs. @throws ConfigurationProblem */
export function readGatewayEnvironment(systems: Systems, env: Environment = process.env): GatewayEnvironment {
  const { common, secrets, address } = readEach({
    common: () => commonOf(read(COMMON, env)),
    secrets: () => readEventSecrets(systems, env),
    address: () => read(['GATEWAY_HOST', 'GATEWAY_PORT'], env),
  });
  return { ...common, host: address.GATEWAY_HOST, port: address.GATEWAY_PORT, secrets };
}

function commonOf(v: Values<(typeof COMMON)[number]>): CommonEnvironment {
  return { brandPath: v.ONEPOOL_BRAND, databaseUrl: v.DATABASE_URL, temporal: temporalOf(v) };
}

function temporalOf(v: Values<(typeof TEMPORAL)[number]>): TemporalEnvironment {
  const { TEMPORAL_TLS_CERT: certPath, TEMPORAL_TLS_KEY: keyPath } = v;
  const certificate = certPath !== undefined && keyPath !== undefined ? { certPath, keyPath } : undefined;
  return {
    address: v.TEMPORAL_ADDRESS,
    namespace: v.TEMPORAL_NAMESPACE,
    tls: v.TEMPORAL_TLS || v.TEMPORAL_API_KEY !== undefined || certificate !== undefined,
    ...(v.TEMPORAL_API_KEY && { apiKey: v.TEMPORAL_API_KEY }),
    ...(certificate && { certificate }),
    ...(v.TEMPORAL_UI_URL !== undefined && { uiUrl: v.TEMPORAL_UI_URL }),
  };
}

const centraOf = (v: Values<(typeof ACCOUNTS.centra)[number]>): Counterparts['centra'] => ({
  url: v.CENTRA_URL,
  token: v.CENTRA_TOKEN,
  ...(v.CENTRA_TOKEN_EXPIRES !== undefined && { tokenExpiresAtMs: v.CENTRA_TOKEN_EXPIRES }),
});

const sitooOf = (v: Values<(typeof ACCOUNTS.sitoo)[number]>): Counterparts['sitoo'] => ({
  url: v.SITOO_URL,
  apiId: v.SITOO_API_ID,
  password: v.SITOO_PASSWORD,
  siteId: v.SITOO_SITE_ID,
});

const wmsOf = (
  v: Pick<Values<'WMS_URL'>, 'WMS_URL'> & Partial<Values<(typeof ACCOUNTS.wms)[number]>>,
): WarehouseAccount => ({
  url: v.WMS_URL,
  ...(v.WMS_USER !== undefined && { user: v.WMS_USER }),
  ...(v.WMS_PASSWORD !== undefined && { password: v.WMS_PASSWORD }),
  ...(v.WMS_GOODS_OWNER_ID !== undefined && { goodsOwnerId: v.WMS_GOODS_OWNER_ID }),
});

/** The variable that says of a warehouse system with a name what `variable` says of the one without: WMS_OUTLET_URL for WMS_URL. */
export const variableOfWarehouse = (name: string, variable: string): string =>
  variable.replace(/^WMS_/, `WMS_${name.toUpperCase().replaceAll('-', '_')}_`);

/** @throws ConfigurationProblem naming the variables of this warehouse system */
function warehouseNamed(name: string, env: Environment): WarehouseAccount {
  const ofIts = Object.fromEntries(
    ACCOUNTS.wms.map((variable) => [variable, env[variableOfWarehouse(name, variable)]] as const),
  );
  try {
    return wmsOf(read(warehouseVariables(ofIts.WMS_URL), ofIts));
  } catch (problem) {
    if (!(problem instanceof ConfigurationProblem)) throw problem;
    throw new ConfigurationProblem(
      'The environment',
      problem.faults.map(({ where, ...fault }) => ({ ...fault, where: variableOfWarehouse(name, where) })),
    );
  }
}

/**
 * Two systems under one account would show each other's orders and stock as their own; its places are locations of one system.
 * @throws ConfigurationProblem naming the variables of the second
 */
function refuseOneAccountTwice(
  first: WarehouseAccount | undefined,
  named: Readonly<Record<string, WarehouseAccount>>,
): void {
  const seen = new Map<string, string>();
  const faults: Fault[] = [];
  const all = Object.entries(named).map(([name, account]) => [variableOfWarehouse(name, 'WMS_URL'), account] as const);
  for (const [where, { url, goodsOwnerId }] of first ? [['WMS_URL', first] as const, ...all] : all) {
    const account = JSON.stringify([url, goodsOwnerId]);
    const other = seen.get(account);
    if (other === undefined) seen.set(account, where);
    else
      faults.push({
        where,
        sentence: `is the account of ${other} once more: two places of one account are two locations of one warehouse system`,
      });
  }
  if (faults.length > 0) throw new ConfigurationProblem('The environment', faults);
}

/** The environment of a process that we start: ours, with some variables replaced. */
export function childEnvironment(replaced: Environment, env: Environment = process.env): Environment {
  return { ...env, ...replaced };
}
