import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { formatAudit } from '../../client/cli/commands/products-audit.js';
import { printReturn } from '../../client/cli/commands/return-print.js';
import { printStatus } from '../../client/cli/commands/stock-status.js';
import { buildProgram, everyCommand } from '../../client/cli/program.js';
import { checkSecrets } from '../../client/doctor/check-secrets.js';
import { checkSystems } from '../../client/doctor/check-systems.js';
import { eventSources } from '../../client/gateway/verified-sources.js';
import { wantedSchedules } from '../../client/schedules/schedules.js';
import { publishStockInput } from '../../client/stock/publish-stock-input.js';
import { stockStatus } from '../../client/stock/status.js';
import { ConfigurationProblem } from '../../config/configuration-problem.js';
import {
  type Environment,
  readEventSecrets,
  readGatewayEnvironment,
  readWorkerEnvironment,
  variablesOf,
} from '../../config/environment.js';
import { parseBrand } from '../../config/load-brand.js';
import type { Brand } from '../../domain/brand.js';
import { type CaseKind, CASES as KINDS_OF_CASES } from '../../domain/cases/catalogue.js';
import { FOLLOWERS, followersOf, likeness } from '../../domain/followers.js';
import { type LineId, postedReturnNumber } from '../../domain/ids.js';
import {
  BUSINESS_FLOW_NAMES,
  BUSINESS_FLOWS,
  flowsBetween,
  flowsOf,
  SYSTEMS,
  systemsOf,
} from '../../domain/installation.js';
import { isIn } from '../../domain/locations.js';
import type { System } from '../../domain/names.js';
import { productMasterOf, replicaSystemsOf } from '../../domain/products/master.js';
import { refundOfParcel } from '../../domain/return/posted-return.js';
import { FLOWS } from '../../domain/stock/flows.js';
import { stockFlowsOf, targetsOf } from '../../domain/stock/flows-of-brand.js';
import { PAIRS } from '../../lab/day/pairs.js';
import { pairsTable } from '../../lab/docs/pairs-table.js';
import { portsOf } from '../../systems/absent.js';
import type { Systems } from '../../systems/connect.js';
import { fittingCounterparts } from '../support/fitting-counterparts.js';
import { asId } from '../support/ids.js';
import { testShell } from '../support/test-shell.js';

const EXAMPLE = readFileSync('config/example.brand.yaml', 'utf8');

interface Written {
  locations: Record<string, unknown>[];
  couriers: Record<string, Record<string, unknown>>;
  [key: string]: unknown;
}

/** What a system leaves behind in a text that a person reads. */
const TRACES: Readonly<Record<System, RegExp>> = {
  centra: /centra|web ?(shop|order)/i,
  sitoo: /sitoo|\btills?\b/i,
  wms: /\bwms\b|ongoing/i,
};

/** The example brand with some of its systems: places without their own system are not there, and no id of the others. */
function writtenWith(systems: readonly System[]): Written {
  const file = parse(EXAMPLE) as Written;
  return {
    ...file,
    locations: file.locations
      .filter(({ kind }) => systems.includes(kind === 'store' ? 'sitoo' : 'wms') || systems.length < 2)
      .map((location) =>
        Object.fromEntries(
          Object.entries(location).filter(
            ([key]) => !SYSTEMS.includes(key as System) || systems.includes(key as System),
          ),
        ),
      ),
    couriers: Object.fromEntries(
      Object.entries(file.couriers).map(([name, { shippingOptions, wayOfDelivery, ...courier }]) => [
        name,
        {
          ...courier,
          ...(systems.includes('centra') ? { shippingOptions } : {}),
          ...(systems.includes('wms') ? { wayOfDelivery } : {}),
        },
      ]),
    ),
    ...(systems.includes('wms') ? {} : { warehouse: undefined }),
  };
}

const brandWith = (systems: readonly System[]): Brand => parseBrand(stringify(writtenWith(systems)), 'brand.yaml');

function faultsOf(read: () => unknown): readonly { readonly where: string; readonly sentence: string }[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigurationProblem) return error.faults;
    throw error;
  }
  return [];
}

const SUBSETS = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => SYSTEMS.filter((_, i) => (bits & (1 << i)) !== 0));
const CASES = Object.values(PAIRS).map((systems) => ({
  systems,
  absent: SYSTEMS.filter((system) => !systems.some((one) => one === system)),
  title: systems.join(' and '),
}));

const COMMON: Environment = { ONEPOOL_BRAND: 'brand.yaml', DATABASE_URL: 'postgres://localhost/onepool' };
const VALUES: Environment = {
  CENTRA_URL: 'https://shop.example/graphql',
  CENTRA_TOKEN: 'token',
  CENTRA_WEBHOOK_SECRET: 'secret',
  SITOO_URL: 'https://tills.example',
  SITOO_API_ID: '1-1',
  SITOO_PASSWORD: 'password',
  SITOO_EVENTS_USER: 'sitoo',
  SITOO_EVENTS_PASSWORD: 'password',
  WMS_URL: 'https://wms.example/api/v1',
  WMS_USER: 'user',
  WMS_PASSWORD: 'password',
  WMS_GOODS_OWNER_ID: '1',
  WMS_WEBHOOK_TOKEN: 'token',
};
const environmentOf = (systems: readonly System[]): Environment => ({
  ...COMMON,
  ...Object.fromEntries(
    systems.flatMap(variablesOf).flatMap((name) => (VALUES[name] === undefined ? [] : [[name, VALUES[name]]])),
  ),
});

/** Counterparts that fit a brand, those alone that it has. */
function counterpartsOf(brand: Brand): Systems {
  const all = fittingCounterparts(brand, 0);
  const there: unknown = Object.fromEntries([...systemsOf(brand)].map((system) => [system, all[system]]));
  return there as Systems;
}

describe('the systems of a brand', () => {
  it('Any two systems make an installation, and one alone or none is refused with a sentence', () => {
    for (const systems of SUBSETS) {
      const faults = faultsOf(() => brandWith(systems));
      if (systems.length >= 2) expect([systems, faults]).toEqual([systems, []]);
      else
        expect([systems, faults.filter(({ where }) => where === 'locations').map(({ sentence }) => sentence)]).toEqual([
          systems,
          [expect.stringMatching(systems.length === 0 ? /no location has an id/ : /joins two systems or three/)],
        ]);
    }
  });

  it('A location that lacks the id of a system that others have is refused, and so is a store without tills', () => {
    const file = writtenWith(SYSTEMS);
    const { centra: _, ...first } = file.locations[0] ?? {};
    const without = { ...file, locations: [first, ...file.locations.slice(1)] };
    expect(faultsOf(() => parseBrand(stringify(without), 'b'))).toMatchObject([{ where: 'locations[0].centra' }]);
    const untilled = { ...file, locations: file.locations.map(({ sitoo: __, ...location }) => location) };
    const wheres = faultsOf(() => parseBrand(stringify(untilled), 'b')).map(({ where }) => where);
    expect(new Set(wheres.map((where) => where.replace(/\d/, 'N')))).toEqual(new Set(['locations[N].kind']));
    expect(wheres).toHaveLength(8);
  });

  it('A courier needs its names in the systems that there are, and only those', () => {
    const file = writtenWith(SYSTEMS);
    const couriers = { plain: { delivery: 'home', carrier: 'X', service: 'Y' } };
    expect(faultsOf(() => parseBrand(stringify({ ...file, couriers }), 'b')).map(({ where }) => where)).toEqual([
      'couriers.plain.shippingOptions',
      'couriers.plain.wayOfDelivery',
    ]);
    expect(brandWith(['centra', 'sitoo']).couriers['home-standard']).not.toHaveProperty('wayOfDelivery');
  });

  it('The section of the WMS is read under its former name too, and what is wrong in it is said under the name in the file', () => {
    const { warehouse: _, ...file } = writtenWith(SYSTEMS);
    const former = parseBrand(stringify({ ...file, wms: { linePrice: 'row' } }), 'b');
    expect(former.warehouse).toMatchObject({ kind: 'ongoing', linePrice: 'row' });
    expect(faultsOf(() => parseBrand(stringify({ ...file, wms: { linePrice: 'both' } }), 'b'))).toMatchObject([
      { where: 'wms.linePrice', line: expect.any(Number) },
    ]);
    expect(faultsOf(() => parseBrand(stringify({ ...file, warehouse: {}, wms: {} }), 'b'))).toMatchObject([
      { where: 'wms' },
    ]);
  });

  it('Every flow is done by some installation, and all of them by one with all systems but what a web shop makes needless', () => {
    const done = new Set(SUBSETS.flatMap((systems) => flowsBetween(new Set(systems))));
    expect([...BUSINESS_FLOW_NAMES].filter((name) => !done.has(name))).toEqual([]);
    expect(BUSINESS_FLOW_NAMES.filter((name) => !flowsBetween(new Set(SYSTEMS)).includes(name))).toEqual([
      'products-between-tills-and-warehouse',
    ]);
  });

  it('The master of products is the web shop where there is one, else what the brand file says, else the tills', () => {
    expect(productMasterOf(brandWith(SYSTEMS))).toBe('centra');
    expect(replicaSystemsOf(brandWith(['centra', 'wms']))).toEqual(['wms']);
    const pair = brandWith(['sitoo', 'wms']);
    expect([productMasterOf(pair), replicaSystemsOf(pair)]).toEqual(['sitoo', ['wms']]);
    const ofWarehouse = { ...pair, products: { ...pair.products, master: 'wms' as const } };
    expect([productMasterOf(ofWarehouse), replicaSystemsOf(ofWarehouse)]).toEqual(['wms', ['sitoo']]);
    const both = { ...writtenWith(SYSTEMS), products: { master: 'wms' } };
    expect(faultsOf(() => parseBrand(stringify(both), 'b'))).toMatchObject([{ where: 'products.master' }]);
  });
});

describe('the README', () => {
  it('The first table of the README says which pair does what, as the code has it', () => {
    const readme = readFileSync('README.md', 'utf8');
    const table = readme.slice(readme.indexOf('\n| ') + 1);
    expect(table.slice(0, table.indexOf('\n\n') + 1)).toBe(pairsTable());
  });
});

describe.each(CASES)('an installation of $title', ({ systems, absent }) => {
  const brand = brandWith(systems);
  const there = systemsOf(brand);
  const namesAbsent = (text: string) => absent.filter((system) => TRACES[system].test(text));

  it('An installation of a pair has the followers, flows, schedules and publishers of its systems alone', () => {
    expect([...there].sort()).toEqual([...systems].sort());
    for (const follower of followersOf(brand))
      expect(FOLLOWERS[likeness(follower)].needs.every((one) => there.has(one))).toBe(true);
    for (const flow of flowsOf(brand)) expect(BUSINESS_FLOWS[flow].needs.every((one) => there.has(one))).toBe(true);
    for (const target of targetsOf(brand)) expect(there.has(target)).toBe(true);
    for (const flow of stockFlowsOf(brand)) expect(there.has(FLOWS[flow].target)).toBe(true);
    const names = [...followersOf(brand), ...wantedSchedules(brand).map(({ scheduleId }) => scheduleId)];
    expect(names.filter((name) => namesAbsent(name).length > 0)).toEqual([]);
    for (const location of brand.locations) for (const system of absent) expect(isIn(location, system)).toBe(false);
  });

  it('The environment of a pair needs no variable of the third, and what is missing in it names none', () => {
    const env = environmentOf(systems);
    expect(Object.keys(readWorkerEnvironment(there, env).counterparts).sort()).toEqual([...systems].sort());
    expect(faultsOf(() => readGatewayEnvironment(there, env))).toEqual([]);
    const missing = faultsOf(() => readWorkerEnvironment(there, COMMON)).map(({ where }) => where);
    expect(missing.length).toBeGreaterThan(4);
    expect(missing.filter((name) => absent.some((system) => variablesOf(system).some((one) => one === name)))).toEqual(
      [],
    );
  });

  it('The gateway of a pair receives events of its systems alone', () => {
    const secrets = readEventSecrets(there, environmentOf(systems));
    const sources = eventSources({ brand, secrets, nowMs: Date.now });
    expect(sources.map(({ system }) => system).sort()).toEqual([...systems].sort());
    expect(sources.filter(({ closed }) => closed !== undefined)).toEqual([]);
  });

  it('Doctor and status of a pair name no absent system', async () => {
    const explain = (error: unknown) => String(error);
    const ofSystems = await checkSystems(counterpartsOf(brand), brand, explain);
    expect(ofSystems.filter(({ verdict }) => verdict === 'problem')).toEqual([]);
    const findings = [
      ...ofSystems,
      ...checkSecrets(readEventSecrets(there, environmentOf(systems)), there),
      ...checkSecrets(readEventSecrets(there, COMMON), there),
    ];
    expect(findings.length).toBeGreaterThan(6);
    expect(findings.filter(({ verdict }) => verdict === 'good').length).toBeGreaterThan(4);
    for (const { check, sentence } of findings)
      expect([check, sentence, namesAbsent(`${check} ${sentence}`)]).toEqual([check, sentence, []]);

    const shell = testShell();
    const loops = targetsOf(brand).map((target) => ({
      target,
      running: true,
      state: { target, flows: publishStockInput(brand, target).flows, released: [] },
    }));
    const status = stockStatus({ brand, loops, waiting: [], refusals: [], nowMs: Date.now() });
    printStatus(shell, status, { nowMs: Date.now(), timeZone: brand.timezone });
    expect(shell.out()).toMatch(/publisher runs/);
    expect(namesAbsent(shell.out())).toEqual([]);
  });

  it('Every case that a pair can have, and every --help of its command line, names no absent system', async () => {
    const cases: readonly (readonly [string, CaseKind])[] = Object.entries(KINDS_OF_CASES);
    const possible = cases.filter(([, { onlyWith = [] }]) => onlyWith.every((system) => there.has(system)));
    expect(possible.length).toBeGreaterThan(25);
    const naming = possible.flatMap(([code, { title, whatToDo }]) =>
      namesAbsent(`${title}. ${whatToDo}`).map((system) => `${code} names ${system}`),
    );
    expect(naming).toEqual([]);

    const commands = everyCommand(buildProgram(testShell(), { labIsHere: false, systems: there }));
    expect(commands.length).toBeGreaterThan(30);
    for (const command of commands) {
      let help = '';
      command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
      expect(help).toMatch(/Usage: /);
      // Options of people's answers stand for all cases; what is offered to a case is its own.
      expect([command.name(), namesAbsent(help.replace(/\s+/g, ' '))]).toEqual([command.name(), []]);
    }
  });

  it('What audits and returns of a pair print names no absent system', () => {
    const systemsWritten = replicaSystemsOf(brand);
    const due = Object.fromEntries(systemsWritten.map((system) => [system, 2]));
    const divergences = systemsWritten.map(
      (system) => ({ sku: 'A', system, kind: 'missing', remedy: 'write', sentence: 'It is missing.' }) as const,
    );
    const audit = formatAudit({ products: 5, counts: {}, due, divergences, total: 2 });
    expect(audit).toMatch(/To write: 2 in (Sitoo|the WMS)/);
    expect([audit, namesAbsent(audit)]).toEqual([audit, []]);

    if (there.has('centra')) return;
    const parcel = {
      ref: '50002',
      location: 'dc',
      stage: 'done',
      lines: [{ line: asId<LineId>('1'), sku: 'A', quantity: 1 }],
    };
    const number = postedReturnNumber(asId('50002'), 1);
    const refund = refundOfParcel(
      { ...parcel, number, order: { origin: 'sitoo', number: asId('700001') }, at: '2026-01-01T00:00:00Z' },
      brand,
    );
    const printed = printReturn({
      row: { brand: 'b', refund: number, location: 'dc', stage: 'done', names: [], workflowId: 'w', updatedAt: '' },
      url: '',
      story: { stage: 'done', refund, timeline: [], returns: [], cases: [], next: '' },
    });
    expect(printed).toMatch(/Till order +700001/);
    expect([printed, namesAbsent(printed)]).toEqual([printed, []]);
  });

  it('A brand of a pair trades in several currencies', () => {
    const currencies = ['EUR', 'NOK'];
    const several = parseBrand(stringify({ ...writtenWith(systems), webOrders: { currencies } }), 'b');
    expect(several.webOrders.currencies).toEqual(currencies);
  });

  it('A call to a system that is not there is refused with a sentence, and is nobody’s weather', () => {
    const ports = portsOf(counterpartsOf(brand));
    for (const system of absent)
      expect(() => ports[system].knownSkus([])).toThrow(expect.objectContaining({ kind: 'rejected', system }));
    for (const system of systems) expect(ports[system].clockSkewMs()).toBe(0);
  });
});
