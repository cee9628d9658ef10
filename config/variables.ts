import { z } from 'zod';
import { Secret } from './secret.js';

const says = (what: string) => (issue: { input?: unknown }) =>
  issue.input === undefined ? `is not set: give ${what}` : `is not right: give ${what}`;

const text = (what: string) => z.string({ error: says(what) }).min(1);
const secret = (what: string) => text(what).transform((value) => new Secret(value));
const number = (what: string) =>
  text(what)
    .regex(/^[1-9]\d{0,8}$/, `is not right: give ${what}`)
    .transform(Number);
const httpUrl = (what: string) =>
  z.url({ protocol: /^https?$/, error: says(what) }).transform((url) => url.replace(/\/+$/, ''));
const yesOrNo = (what: string) => z.enum(['yes', 'no'], { error: says(what) }).transform((answer) => answer === 'yes');

/** A PostgreSQL address carries a password, so it is a secret. */
const databaseUrl = z
  .string({ error: says('the PostgreSQL address, e.g. postgres://onepool:password@localhost:5432/onepool') })
  .regex(/^postgres(ql)?:\/\//, 'is not right: it must start with postgres://')
  .transform((value) => new Secret(value));

/** Every environment variable Onepool knows. An empty value counts as not set. Secrets are wrapped and never print. */
export const variables = {
  ONEPOOL_BRAND: text('the path of the brand file, e.g. config/example.brand.yaml'),
  ONEPOOL_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], {
      error: says('one of trace, debug, info, warn, error, silent'),
    })
    .default('info'),

  DATABASE_URL: databaseUrl,

  TEMPORAL_ADDRESS: text('host and port of the Temporal server').default('localhost:7233'),
  TEMPORAL_NAMESPACE: text('the Temporal namespace').default('default'),
  TEMPORAL_API_KEY: secret('the API key of Temporal Cloud').optional(),
  /** Encryption without client certificates; an API key or a certificate turns it on by itself. */
  TEMPORAL_TLS: yesOrNo('yes or no').default(false),
  TEMPORAL_TLS_CERT: text('the path of the client certificate (PEM)').optional(),
  TEMPORAL_TLS_KEY: text('the path of the client key (PEM)').optional(),
  TEMPORAL_UI_URL: httpUrl('the address of the Temporal Web UI, e.g. http://localhost:8233').optional(),
  TEMPORAL_CLI_PATH: text('the path of the temporal binary').optional(),

  CENTRA_URL: httpUrl("the address of Centra's GraphQL API"),
  CENTRA_TOKEN: secret('a Centra Integration API token'),
  CENTRA_WEBHOOK_SECRET: secret('the secret of the Centra webhook').optional(),
  CENTRA_WEBHOOK_SECRET_OLD: secret('the former secret of the Centra webhook').optional(),

  SITOO_URL: httpUrl("the address of Sitoo's REST API"),
  SITOO_API_ID: text('the Sitoo API id'),
  SITOO_PASSWORD: secret('the password of the Sitoo API id'),
  SITOO_SITE_ID: number('the number of the Sitoo site').default(1),
  /** `basic` (the default) asks for a user and a password; `none` takes events from anybody who can reach the gateway. */
  SITOO_EVENTS_AUTH: z.enum(['basic', 'none'], { error: says('basic or none') }).default('basic'),
  SITOO_EVENTS_USER: text('the user name Sitoo sends with its events').optional(),
  SITOO_EVENTS_PASSWORD: secret('the password Sitoo sends with its events').optional(),
  SITOO_EVENTS_PASSWORD_OLD: secret('the former password of the events').optional(),

  WMS_URL: httpUrl("the address of the WMS's REST API"),
  WMS_USER: text('the WMS API user'),
  WMS_PASSWORD: secret('the password of the WMS API user'),
  WMS_GOODS_OWNER_ID: number('the number of the goods owner in the WMS'),
  WMS_WEBHOOK_TOKEN: secret('the X-Auth-Token the WMS sends with its webhooks').optional(),
  WMS_WEBHOOK_TOKEN_OLD: secret('the former X-Auth-Token of the webhooks').optional(),

  GATEWAY_HOST: text('the address the gateway listens on').default('127.0.0.1'),
  GATEWAY_PORT: number('the port the gateway listens on').default(8080),
} as const;

/** Variables of which neither makes sense without the other. */
export const TOGETHER = [
  ['TEMPORAL_TLS_CERT', 'TEMPORAL_TLS_KEY'],
  ['SITOO_EVENTS_USER', 'SITOO_EVENTS_PASSWORD'],
] as const satisfies readonly (readonly [VariableName, VariableName])[];

export type VariableName = keyof typeof variables;
export type Values<K extends VariableName> = { readonly [N in K]: z.output<(typeof variables)[N]> };
