import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { ConfigurationProblem } from '../../config/configuration-problem.js';
import {
  readCounterparts,
  readGatewayEnvironment,
  readLogLevel,
  readWorkerEnvironment,
} from '../../config/environment.js';
import { createLog } from '../../config/log.js';
import { Secret } from '../../config/secret.js';
import { SYSTEMS } from '../../domain/installation.js';

const WORKER = {
  ONEPOOL_BRAND: 'brand.yaml',
  DATABASE_URL: 'postgres://onepool:hush@localhost:5432/onepool',
  CENTRA_URL: 'https://shop.example/graphql/',
  CENTRA_TOKEN: 'hush-centra',
  SITOO_URL: 'https://sitoo.example/v2',
  SITOO_API_ID: '90001-1',
  SITOO_PASSWORD: 'hush-sitoo',
  WMS_URL: 'https://wms.example/api/v1',
  WMS_USER: 'onepool',
  WMS_PASSWORD: 'hush-wms',
  WMS_GOODS_OWNER_ID: '42',
};

function faultsOf(read: () => unknown): string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigurationProblem) return error.faults.map(({ where, sentence }) => `${where} ${sentence}`);
    throw error;
  }
  return [];
}

const ALL = new Set(SYSTEMS);

describe('the environment', () => {
  it('The environment gives a worker what it needs, with the usual defaults', () => {
    const env = readWorkerEnvironment(ALL, WORKER);
    expect(env.temporal).toEqual({ address: 'localhost:7233', namespace: 'default', tls: false });
    expect(env.counterparts.centra?.url).toBe('https://shop.example/graphql');
    expect(env.counterparts.sitoo?.siteId).toBe(1);
    expect(env.counterparts.wms?.goodsOwnerId).toBe(42);
    expect(env.counterparts.wms?.password?.reveal()).toBe('hush-wms');
  });

  it('The environment names every missing or wrong variable together, and what to set', () => {
    const { CENTRA_TOKEN: _, ...rest } = WORKER;
    const faults = faultsOf(() =>
      readWorkerEnvironment(ALL, {
        ...rest,
        DATABASE_URL: 'mysql://x',
        WMS_GOODS_OWNER_ID: '4.5',
        SITOO_URL: 'sitoo',
        WMS_USER: '',
      }),
    );
    expect(faults).toEqual([
      'DATABASE_URL is not valid: it must start with postgres://',
      'CENTRA_TOKEN is not set: give a Centra Integration API token',
      "SITOO_URL is not valid: give the address of Sitoo's REST API",
      'WMS_USER is not set: give the WMS API user',
      'WMS_GOODS_OWNER_ID is not valid: give the number of the goods owner in the WMS',
    ]);
  });

  it('The environment takes an empty value as not set', () => {
    expect(readLogLevel({ ONEPOOL_LOG_LEVEL: '' })).toBe('info');
    expect(faultsOf(() => readLogLevel({ ONEPOOL_LOG_LEVEL: 'loud' }))).toHaveLength(1);
  });

  it('The environment never prints a secret, in whatever way it is printed', () => {
    const counterparts = readCounterparts(ALL, WORKER);
    const worker = readWorkerEnvironment(ALL, WORKER);
    const printed = [
      JSON.stringify(worker),
      inspect(worker, { depth: 9 }),
      `${counterparts.centra?.token}`,
      String(worker.databaseUrl),
    ];
    for (const text of printed) expect(text).not.toContain('hush');
    expect(new Secret('hush').reveal()).toBe('hush');
  });

  it('The environment holds both secrets of a source while they are rotated', () => {
    const { secrets } = readGatewayEnvironment(ALL, {
      ...WORKER,
      CENTRA_WEBHOOK_SECRET: 'new',
      CENTRA_WEBHOOK_SECRET_OLD: 'old',
      SITOO_EVENTS_USER: 'sitoo',
      SITOO_EVENTS_PASSWORD: 'new',
      SITOO_EVENTS_PASSWORD_OLD: 'old',
    });
    expect(secrets.centra.map((s) => s.reveal())).toEqual(['new', 'old']);
    expect(secrets.sitoo?.user).toBe('sitoo');
    expect(secrets.sitoo?.passwords.map((s) => s.reveal())).toEqual(['new', 'old']);
    expect(secrets.wms).toEqual([]);
    expect(secrets.sitooUnsigned).toBe(false);
  });

  it('The environment asks for both halves of a pair', () => {
    expect(faultsOf(() => readWorkerEnvironment(ALL, { ...WORKER, TEMPORAL_TLS_CERT: 'c.pem' }))).toEqual([
      'TEMPORAL_TLS_KEY is not set: it goes together with TEMPORAL_TLS_CERT',
    ]);
    expect(faultsOf(() => readGatewayEnvironment(ALL, { ...WORKER, SITOO_EVENTS_USER: 'sitoo' }))).toEqual([
      'SITOO_EVENTS_PASSWORD is not set: it goes together with SITOO_EVENTS_USER',
    ]);
  });

  it('The environment turns on TLS when an API key or a certificate is set', () => {
    expect(readWorkerEnvironment(ALL, { ...WORKER, TEMPORAL_API_KEY: 'k' }).temporal.tls).toBe(true);
    expect(readWorkerEnvironment(ALL, { ...WORKER, TEMPORAL_TLS: 'yes' }).temporal.tls).toBe(true);
  });
});

describe('the log', () => {
  it('The log leaves out people and credentials, however deeply they are nested', () => {
    const lines: string[] = [];
    const log = createLog('worker', { level: 'info', destination: { write: (line) => lines.push(line) } });
    log.info(
      { order: { number: '10045', shippingAddress: { city: 'Lund' }, email: 'a@b.se' }, token: 't-1' },
      'Order read',
    );
    log.info({ a: { b: { phone: '070' } }, secret: new Secret('hush') }, 'Deeper');
    expect(lines.join('')).toContain('10045');
    expect(lines.join('')).not.toMatch(/Lund|a@b\.se|t-1|070|hush/);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', process: 'worker', msg: 'Order read' });
  });

  it('The log reads as a line of words at a terminal', () => {
    const lines: string[] = [];
    const log = createLog('gateway', {
      level: 'info',
      terminal: true,
      destination: { write: (line) => lines.push(line) },
    });
    log.warn({ system: 'sitoo', err: new Error('no answer') }, 'The follower could not be woken');
    expect(lines[0]).toMatch(
      /^\d\d:\d\d:\d\d warn {2}gateway The follower could not be woken \(no answer\) system="sitoo"\n$/,
    );
  });
});
