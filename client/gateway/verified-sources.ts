import type { EventSecrets } from '../../config/environment.js';
import type { Brand } from '../../domain/brand.js';
import { hasSystem } from '../../domain/installation.js';
import * as centra from '../../systems/centra/events.js';
import * as sitoo from '../../systems/sitoo/events.js';
import type { WarehouseAdapter } from '../../systems/warehouse-adapter.js';
import { warehouseOf } from '../../systems/warehouse-kinds.js';
import type { EventSource } from './event-source.js';

/** Centra gives no age limit for its signatures; five minutes covers a slow line and a clock that is a little off. */
const SIGNATURE_AGE_MS = 5 * 60_000;

export interface SourcesOptions {
  readonly brand: Pick<Brand, 'locations' | 'warehouse'>;
  readonly secrets: EventSecrets;
  readonly nowMs: () => number;
}

/** The sources that the brand has, each closed when it has no secret: never open by accident. */
export const eventSources = ({ brand, secrets, nowMs }: SourcesOptions): EventSource[] =>
  [
    sitooSource(secrets),
    centraSource(secrets, nowMs),
    ...warehouseSources(secrets, warehouseOf(brand.warehouse)),
  ].filter(({ system }) => hasSystem(brand, system));

/**
 * Sitoo repeats a batch only on 429, 503 or 504 and drops it on anything else, so we answer 200 or 503 and nothing else,
 * wrong credentials included: while someone rotates the password, events wait at Sitoo for up to a day.
 */
function sitooSource({ sitoo: credentials, sitooUnsigned }: EventSecrets): EventSource {
  const closed =
    credentials === undefined && !sitooUnsigned
      ? 'Sitoo events are refused: set SITOO_EVENTS_USER and SITOO_EVENTS_PASSWORD, or SITOO_EVENTS_AUTH=none to accept them from anyone'
      : undefined;
  return {
    system: 'sitoo',
    paths: ['/events', '/webhooks/sitoo/events'],
    refusal: 503,
    ...(closed !== undefined && { closed }),
    provenByHeaders: ({ authorization }) =>
      credentials === undefined
        ? sitooUnsigned
        : sitoo.verifyBasic(authorization, {
            user: credentials.user,
            passwords: credentials.passwords.map((password) => password.reveal()),
          }),
    provenByBody: () => true,
    read: (body) => sitoo.parseEvents(body.toString('utf8')),
  };
}

function centraSource({ centra: secrets }: EventSecrets, nowMs: () => number): EventSource {
  return {
    system: 'centra',
    paths: ['/webhooks/centra'],
    refusal: 401,
    ...(secrets.length === 0 && { closed: 'Centra webhooks are refused: set CENTRA_WEBHOOK_SECRET' }),
    // The signature covers the body, so it can only be checked when the body has arrived.
    provenByHeaders: (headers) => headers['x-centra-signature'] !== undefined,
    provenByBody: (headers, rawBody) =>
      centra.verifySignature({
        rawBody,
        header: headers['x-centra-signature'],
        secrets: secrets.map((secret) => secret.reveal()),
        nowMs: nowMs(),
        toleranceMs: SIGNATURE_AGE_MS,
      }) === 'genuine',
    read: (body) => centra.parseWebhook(body),
  };
}

/** None where the warehouse sends no events. */
function warehouseSources({ wms: tokens }: EventSecrets, { events }: WarehouseAdapter): EventSource[] {
  if (events === undefined) return [];
  const source: EventSource = {
    system: 'wms',
    paths: ['/webhooks/wms'],
    refusal: 401,
    ...(tokens.length === 0 && { closed: 'WMS webhooks are refused: set WMS_WEBHOOK_TOKEN' }),
    provenByHeaders: (headers) =>
      events.isGenuine(
        single(headers['x-auth-token']),
        tokens.map((token) => token.reveal()),
      ),
    provenByBody: () => true,
    read: (body) => events.read(body.toString('utf8')),
  };
  return [source];
}

const single = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;
