import { z } from 'zod';
import { Secret } from './secret.js';

const missingOrInvalid = (what: string) => (issue: { input?: unknown }) =>
  issue.input === undefined ? `is not set: give ${what}` : `is not valid: give ${what}`;

const text = (what: string) => z.string({ error: missingOrInvalid(what) }).min(1);
const secret = (what: string) => text(what).transform((value) => new Secret(value));
const number = (what: string) =>
  text(what)
    .regex(/^[1-9]\d{0,8}$/, `is not valid: give ${what}`)
    .transform(Number);
const httpUrl = (what: string) =>
  z.url({ protocol: /^https?$/, error: missingOrInvalid(what) }).transform((url) => url.replace(/\/+$/, ''));
/** A folder may be on this machine (file:) or on an SFTP server. */
const warehouseUrl = (what: string) =>
  z
    .url({ protocol: /^(https?|file|sftp)$/, hostname: /.*/, error: missingOrInvalid(what) })
    .transform((url) => url.replace(/\/+$/, ''));
const yesOrNo = (what: string) =>
  z.enum(['yes', 'no'], { error: missingOrInvalid(what) }).transform((answer) => answer === 'yes');

/** A PostgreSQL address carries a password, so it is a secret. */
const databaseUrl = z
  .string({
    error: missingOrInvalid('the PostgreSQL address, e.g. postgres://onepool:password@localhost:5432/onepool'),
  })
  .regex(/^postgres(ql)?:\/\//, 'is not valid: it must start with postgres://')
  .transform((value) => new Secret(value));

/**
 * Every environment variable that Onepool knows. An empty value counts as not set. Secrets are wrapped and never print.
 * The descriptions are printed in docs/configuration.md.
 */
export const variables = {
  ONEPOOL_BRAND: text('the path of the brand file, e.g. config/example.brand.yaml').describe('Path of the brand file.'),
  ONEPOOL_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], {
      error: missingOrInvalid('one of trace, debug, info, warn, error, silent'),
    })
    .default('info')
    .describe('How much a process logs: trace, debug, info, warn, error or silent.'),

  DATABASE_URL: databaseUrl.describe(
    'PostgreSQL for the records: a direct connection, no transaction pooler in between.',
  ),

  TEMPORAL_ADDRESS: text('host and port of the Temporal server')
    .default('localhost:7233')
    .describe('Host and port of the Temporal server.'),
  TEMPORAL_NAMESPACE: text('the Temporal namespace')
    .default('default')
    .describe('Namespace in which the workflows run.'),
  TEMPORAL_API_KEY: secret('the API key of Temporal Cloud')
    .optional()
    .describe('API key of Temporal Cloud. Turns encryption on.'),
  TEMPORAL_TLS: yesOrNo('yes or no')
    .default(false)
    .describe(
      'yes encrypts the connection without a client certificate. An API key or a certificate turns encryption on as well.',
    ),
  TEMPORAL_TLS_CERT: text('the path of the client certificate (PEM)')
    .optional()
    .describe('Path of the client certificate (PEM).'),
  TEMPORAL_TLS_KEY: text('the path of the client key (PEM)')
    .optional()
    .describe('Path of the key of the client certificate (PEM).'),
  TEMPORAL_UI_URL: httpUrl('the address of the Temporal Web UI, e.g. http://localhost:8233')
    .optional()
    .describe(
      "Address of Temporal's Web UI, for the links that commands print. Guessed from the server's address when not set.",
    ),
  TEMPORAL_CLI_PATH: text('the path of the temporal binary')
    .optional()
    .describe('Path of the temporal program that demo, up and the tests start.'),

  CENTRA_URL: httpUrl("the address of Centra's GraphQL API").describe("Address of Centra's GraphQL API."),
  CENTRA_TOKEN: secret('a Centra Integration API token').describe('Token of a Centra integration.'),
  CENTRA_TOKEN_EXPIRES: z.iso
    .date({ error: missingOrInvalid('the day on which the token expires, e.g. 2027-01-31') })
    .transform((day) => Date.parse(day))
    .optional()
    .describe(
      'Day on which the token expires, as Centra shows it. The API does not say it; Onepool warns 14 days ahead.',
    ),
  CENTRA_WEBHOOK_SECRET: secret('the secret of the Centra webhook')
    .optional()
    .describe("Secret that signs Centra's webhooks to /webhooks/centra. Without it they are refused."),
  CENTRA_WEBHOOK_SECRET_OLD: secret('the former secret of the Centra webhook')
    .optional()
    .describe('Former secret, accepted while the secret is being rotated.'),

  SITOO_URL: httpUrl("the address of Sitoo's REST API").describe("Address of Sitoo's REST API, account included."),
  SITOO_API_ID: text('the Sitoo API id').describe('API id at Sitoo.'),
  SITOO_PASSWORD: secret('the password of the Sitoo API id').describe('Password of the API id.'),
  SITOO_SITE_ID: number('the number of the Sitoo site').default(1).describe('Number of the site at Sitoo.'),
  SITOO_EVENTS_AUTH: z
    .enum(['basic', 'none'], { error: missingOrInvalid('basic or none') })
    .default('basic')
    .describe('basic asks for user and password on /events; none accepts events from anyone who reaches the gateway.'),
  SITOO_EVENTS_USER: text('the user name Sitoo sends with its events')
    .optional()
    .describe('User that Sitoo sends with its events. Without it events are refused.'),
  SITOO_EVENTS_PASSWORD: secret('the password Sitoo sends with its events')
    .optional()
    .describe('Password that Sitoo sends with its events.'),
  SITOO_EVENTS_PASSWORD_OLD: secret('the former password of the events')
    .optional()
    .describe('Former password, accepted while the password is being rotated.'),

  WMS_URL: warehouseUrl("the address of the WMS's REST API, or of the folder for files").describe(
    "Address of the WMS's REST API, up to and including /api/v1. Where files are exchanged, of their folder: file:///srv/exchange, or sftp://host/path.",
  ),
  WMS_USER: text('the WMS API user').describe(
    'API user of the WMS, or of the SFTP server. Not needed for a folder of this machine.',
  ),
  WMS_PASSWORD: secret('the password of the WMS API user').describe('Password of that user.'),
  WMS_GOODS_OWNER_ID: number('the number of the goods owner in the WMS').describe(
    'Number of the goods owner in the WMS. Not needed where files are exchanged.',
  ),
  WMS_WEBHOOK_TOKEN: secret('the X-Auth-Token the WMS sends with its webhooks')
    .optional()
    .describe('X-Auth-Token that the WMS sends with its webhooks to /webhooks/wms. Without it they are refused.'),
  WMS_WEBHOOK_TOKEN_OLD: secret('the former X-Auth-Token of the webhooks')
    .optional()
    .describe('Former token, accepted while the token is being rotated.'),

  GATEWAY_HOST: text('the address the gateway listens on')
    .default('127.0.0.1')
    .describe('Address on which the gateway listens.'),
  GATEWAY_PORT: number('the port the gateway listens on').default(8080).describe('Port on which the gateway listens.'),
  WORKER_HOST: text('the address the worker answers health checks on')
    .default('127.0.0.1')
    .describe('Address on which a worker answers health checks.'),
  WORKER_PORT: number('the port the worker answers health checks on')
    .default(8081)
    .describe('Port on which a worker answers health checks; when it is taken, a free one, which the log names.'),
} as const;

/** Variables that must be set in pairs. */
export const PAIRS = [
  ['TEMPORAL_TLS_CERT', 'TEMPORAL_TLS_KEY'],
  ['SITOO_EVENTS_USER', 'SITOO_EVENTS_PASSWORD'],
] as const satisfies readonly (readonly [VariableName, VariableName])[];

export type VariableName = keyof typeof variables;
export type Values<K extends VariableName> = { readonly [N in K]: z.output<(typeof variables)[N]> };
