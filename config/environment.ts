import { ConfigurationProblem, type Fault } from './configuration-problem.js';
import type { Secret } from './secret.js';
import { PAIRS, type Values, type VariableName, variables } from './variables.js';

/** What the process was started with. Tests pass their own. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** How to reach the three counterparts. Addresses have no slash at the end. */
export interface Counterparts {
  readonly centra: {
    readonly url: string;
    readonly token: Secret;
    /** Epoch ms; left out when nobody has said it. */
    readonly tokenExpiresAtMs?: number;
  };
  readonly sitoo: {
    readonly url: string;
    readonly apiId: string;
    readonly password: Secret;
    readonly siteId: number;
  };
  readonly wms: {
    readonly url: string;
    readonly user: string;
    readonly password: Secret;
    readonly goodsOwnerId: number;
  };
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

/** Secrets that verify the sender of an event: the new one first, then the former one while it is being rotated. */
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

const COUNTERPARTS = [
  'CENTRA_URL',
  'CENTRA_TOKEN',
  'CENTRA_TOKEN_EXPIRES',
  'SITOO_URL',
  'SITOO_API_ID',
  'SITOO_PASSWORD',
  'SITOO_SITE_ID',
  'WMS_URL',
  'WMS_USER',
  'WMS_PASSWORD',
  'WMS_GOODS_OWNER_ID',
] as const satisfies readonly VariableName[];

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

const EVENTS = [
  'CENTRA_WEBHOOK_SECRET',
  'CENTRA_WEBHOOK_SECRET_OLD',
  'SITOO_EVENTS_AUTH',
  'SITOO_EVENTS_USER',
  'SITOO_EVENTS_PASSWORD',
  'SITOO_EVENTS_PASSWORD_OLD',
  'WMS_WEBHOOK_TOKEN',
  'WMS_WEBHOOK_TOKEN_OLD',
] as const satisfies readonly VariableName[];

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
export function readCounterparts(env: Environment = process.env): Counterparts {
  return counterpartsOf(read(COUNTERPARTS, env));
}

/** How to reach Temporal. @throws ConfigurationProblem */
export function readTemporal(env: Environment = process.env): TemporalEnvironment {
  return temporalOf(read(TEMPORAL, env));
}

/** What a command about cases and orders needs. @throws ConfigurationProblem */
export function readCommonEnvironment(env: Environment = process.env): CommonEnvironment {
  return commonOf(read(COMMON, env));
}

/** What a worker needs. @throws ConfigurationProblem */
export function readWorkerEnvironment(env: Environment = process.env): WorkerEnvironment {
  const values = read([...COMMON, ...COUNTERPARTS, 'WORKER_HOST', 'WORKER_PORT'], env);
  const { WORKER_HOST: host, WORKER_PORT: port } = values;
  return { ...commonOf(values), counterparts: counterpartsOf(values), host, port };
}

/** Secrets of the events, for the gateway and for the check that they are set. @throws ConfigurationProblem */
export function readEventSecrets(env: Environment = process.env): EventSecrets {
  return secretsOf(read(EVENTS, env));
}

/** What the gateway needs. @throws ConfigurationProblem */
export function readGatewayEnvironment(env: Environment = process.env): GatewayEnvironment {
  const values = read([...COMMON, ...EVENTS, 'GATEWAY_HOST', 'GATEWAY_PORT'], env);
  return { ...commonOf(values), host: values.GATEWAY_HOST, port: values.GATEWAY_PORT, secrets: secretsOf(values) };
}

function read<K extends VariableName>(names: readonly K[], env: Environment): Values<K> {
  const faults: Fault[] = [];
  const values: Record<string, unknown> = {};
  for (const name of names) {
    const parsed = variables[name].safeParse(env[name] === '' ? undefined : env[name]);
    if (parsed.success) values[name] = parsed.data;
    else for (const issue of parsed.error.issues) faults.push({ where: name, sentence: issue.message });
  }
  for (const pair of PAIRS) {
    if (!pair.every((name) => (names as readonly VariableName[]).includes(name))) continue;
    const missing = pair.find((name) => values[name] === undefined);
    if (missing !== undefined && pair.some((name) => values[name] !== undefined))
      faults.push({
        where: missing,
        sentence: `is not set: it goes together with ${pair.filter((n) => n !== missing)}`,
      });
  }
  if (faults.length > 0) throw new ConfigurationProblem('The environment', faults);
  return values as Values<K>;
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

function counterpartsOf(v: Values<(typeof COUNTERPARTS)[number]>): Counterparts {
  return {
    centra: {
      url: v.CENTRA_URL,
      token: v.CENTRA_TOKEN,
      ...(v.CENTRA_TOKEN_EXPIRES !== undefined && { tokenExpiresAtMs: v.CENTRA_TOKEN_EXPIRES }),
    },
    sitoo: { url: v.SITOO_URL, apiId: v.SITOO_API_ID, password: v.SITOO_PASSWORD, siteId: v.SITOO_SITE_ID },
    wms: { url: v.WMS_URL, user: v.WMS_USER, password: v.WMS_PASSWORD, goodsOwnerId: v.WMS_GOODS_OWNER_ID },
  };
}

function secretsOf(v: Values<(typeof EVENTS)[number]>): EventSecrets {
  const present = (...secrets: (Secret | undefined)[]) => secrets.filter((secret) => secret !== undefined);
  const user = v.SITOO_EVENTS_USER;
  const passwords = present(v.SITOO_EVENTS_PASSWORD, v.SITOO_EVENTS_PASSWORD_OLD);
  return {
    centra: present(v.CENTRA_WEBHOOK_SECRET, v.CENTRA_WEBHOOK_SECRET_OLD),
    ...(user !== undefined && { sitoo: { user, passwords } }),
    wms: present(v.WMS_WEBHOOK_TOKEN, v.WMS_WEBHOOK_TOKEN_OLD),
    sitooUnsigned: v.SITOO_EVENTS_AUTH === 'none',
  };
}

/** The environment of a process that we start: ours, with some variables replaced. */
export function childEnvironment(replaced: Environment, env: Environment = process.env): Environment {
  return { ...env, ...replaced };
}
