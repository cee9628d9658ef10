import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, introspectionFromSchema } from 'graphql';
import type { Finding } from '../../client/doctor/finding.js';
import { connect } from '../../client/temporal.js';
import { loadBrand } from '../../config/load-brand.js';
import { terminateRehearsal } from '../../lab/day/harness/borrowed-servers.js';
import { startCentraSimulator } from '../../lab/simulators/centra/start.js';
import type { World } from '../../lab/simulators/kit/world.js';
import { startOngoingSimulator } from '../../lab/simulators/ongoing/simulator.js';
import { startSitooSimulator } from '../../lab/simulators/sitoo/start.js';
import { SCHEMA } from '../../systems/centra/generated/schema.js';
import { openRecords } from '../../systems/database/open-database.js';
import { alterCounterpart } from '../support/altered-counterpart.js';
import { freshDatabase, type TestDatabase } from '../support/fresh-database.js';
import { asId } from '../support/ids.js';
import { environmentOfTheRun, temporalOfTheRun } from '../support/temporal-of-the-run.js';
import { onepool } from '../support/test-shell.js';

const brand = loadBrand('config/example.brand.yaml');
/** A brand of its own, so that nobody else's loops and schedules are met. */
const BRAND = `doctor-${process.pid}`;
const world: World = {
  currency: 'SEK',
  locations: brand.locations.map((l) => ({
    id: l.id,
    kind: l.kind,
    name: l.name,
    centraWarehouse: l.centra ?? 0,
    sitooWarehouse: l.sitoo ?? 0,
    ...(l.wms !== undefined && { wmsWarehouse: Number(l.wms) }),
  })),
  products: [],
  stock: [],
};

let database: TestDatabase;
let env: Record<string, string>;
const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const [centra, sitoo, wms] = await Promise.all([
    startCentraSimulator({
      world,
      speed: 1,
      plan: 'growth',
      port: 0,
      latencyMs: 0,
      token: 'right',
      webhookSecret: 's',
    }),
    startSitooSimulator({ world, speed: 1, port: 0, apiId: '90001-100', password: 'right' }),
    startOngoingSimulator({
      world,
      speed: 1,
      port: 0,
      user: 'u',
      password: 'right',
      goodsOwnerId: 81,
      webhookToken: 't',
    }),
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'onepool-doctor-'));
  const brandPath = join(folder, 'brand.yaml');
  const text = await readFile('config/example.brand.yaml', 'utf8');
  await writeFile(brandPath, text.replace('brand: nordvik', `brand: ${BRAND}`));
  ends.push(centra.close, sitoo.close, wms.close, () => rm(folder, { recursive: true }));
  database = await freshDatabase();
  env = {
    ONEPOOL_BRAND: brandPath,
    ...environmentOfTheRun(database.databaseUrl),
    CENTRA_URL: centra.url,
    CENTRA_TOKEN: 'right',
    SITOO_URL: sitoo.url,
    SITOO_API_ID: '90001-100',
    SITOO_PASSWORD: 'right',
    WMS_URL: wms.url,
    WMS_USER: 'u',
    WMS_PASSWORD: 'right',
    WMS_GOODS_OWNER_ID: '81',
    CENTRA_WEBHOOK_SECRET: 's',
    SITOO_EVENTS_USER: 'u',
    SITOO_EVENTS_PASSWORD: 'p',
    WMS_WEBHOOK_TOKEN: 't',
  };
});
afterAll(async () => {
  const client = await connect(temporalOfTheRun());
  await terminateRehearsal(client, BRAND);
  await client.connection.close();
  for (const end of ends) await end();
  await database?.drop();
});

async function doctor(over: Record<string, string> = {}): Promise<Record<string, string>> {
  const { out } = await onepool(['doctor', '--json'], { ...env, ...over });
  const { findings } = JSON.parse(out) as { findings: Finding[] };
  return Object.fromEntries(findings.filter((f) => f.verdict === 'problem').map((f) => [f.check, f.sentence]));
}

describe('the doctor, over HTTP', () => {
  it('The doctor finds what onepool prepare creates, and afterwards misses nothing but a worker', async () => {
    const before = await doctor();
    expect(before[`schedule reconcile-stock/${BRAND}`]).toBe('it is missing: run onepool schedules apply.');
    expect(before['stock to centra']).toContain('run onepool prepare');
    expect((await onepool(['prepare'], env)).code).toBe(0);
    expect(await doctor()).toEqual({ workers: `none polls onepool-${BRAND}: start onepool worker.` });
  });

  it('The doctor finds each wrong credential on its own', async () => {
    const problems = await doctor({ CENTRA_TOKEN: 'wrong', SITOO_PASSWORD: 'wrong', WMS_PASSWORD: 'wrong' });
    expect(Object.keys(problems)).toEqual(expect.arrayContaining(['Centra', 'Sitoo', 'WMS']));
    expect(JSON.stringify(problems)).not.toContain('"wrong"');
  });
});

describe('the contract probe at the command line', () => {
  let report: string;
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'onepool-probe-'));
    ends.push(() => rm(folder, { recursive: true }));
    report = join(folder, 'report.json');
  });
  const probe = (over: Record<string, string> = {}, ...options: string[]) =>
    onepool(['doctor', '--contract', '--report', report, ...options], { ...env, ...over });

  it('On counterparts that keep their contracts onepool doctor --contract ends with 0, and only the owner can read its report', async () => {
    const { out, err, code } = await probe();
    expect([code, out]).toEqual([0, expect.stringContaining('All is well.')]);
    expect(err).toContain(`The report is in ${report}.`);
    expect((await stat(report)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(report, 'utf8'))).toMatchObject({ differences: [], failed: [] });
  });

  it('A counterpart that breaks its contract ends onepool doctor --contract with 3, as JSON too, and stands in the report', async () => {
    const altered = await alterCounterpart(env.CENTRA_URL ?? '');
    ends.push(altered.close);
    const edited = buildSchema(SCHEMA.replaceAll('  orderDate(format', '  orderedAt(format'));
    const data = introspectionFromSchema(edited, { descriptions: false });
    altered.alter(({ body }) => (body.includes('__schema') ? { json: { data } } : undefined));
    const { out, code } = await probe({ CENTRA_URL: altered.url }, '--json');
    expect(code).toBe(3);
    const said = JSON.parse(out) as { healthy: boolean; findings: Finding[] };
    const problem = { verdict: 'problem', check: 'contract of Centra', sentence: expect.stringContaining('orderDate') };
    expect(said).toMatchObject({ healthy: false, findings: expect.arrayContaining([problem]) });
    expect(await readFile(report, 'utf8')).toContain('orderDate');
  });
});

describe('an order at the command line, over HTTP', () => {
  it('An order is shown with what each system says, even when one does not know it', async () => {
    const records = openRecords({ databaseUrl: database.databaseUrl, maxConnections: 1 });
    const order = {
      brand: 'nordvik',
      origin: 'centra',
      number: asId('4711'),
      workflowId: 'order/nordvik/centra/4711',
    } as const;
    await records.orders.upsertOrder({ ...order, stage: 'working' });
    await records.close();
    const { out, err, code } = await onepool(['order', 'show', '4711'], env);
    expect(err).toBe('');
    expect(out).toMatch(/centra +4711 +does not know it/);
    expect(code).toBe(0);
  });
});
