import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, introspectionFromSchema, print } from 'graphql';
import { sentDocuments } from '../../client/contract-probe/centra-calls.js';
import { compareSchemas } from '../../client/contract-probe/compare-schemas.js';
import { findingsOf } from '../../client/contract-probe/findings.js';
import { factsOf, type Probed, probeContracts, stepsOf } from '../../client/contract-probe/probe.js';
import { reportOf } from '../../client/contract-probe/report.js';
import { USES_OF_DOCUMENTS, USES_OF_OPERATIONS } from '../../client/contract-probe/uses.js';
import type { Finding } from '../../client/doctor/finding.js';
import { SYSTEMS } from '../../domain/installation.js';
import { SCHEMA } from '../../systems/centra/generated/schema.js';
import { changeField, type PassingAnswer } from '../support/altered-counterpart.js';
import { type CounterpartsInUse, startCounterpartsInUse } from '../support/counterparts-in-use.js';

const FACTS = factsOf({ kind: 'ongoing' });
let all: CounterpartsInUse;
beforeAll(async () => {
  all = await startCounterpartsInUse();
});
afterAll(() => all?.close());
afterEach(() => {
  for (const system of [all.centra, all.sitoo, all.wms]) system.alter(undefined);
});

const probe = (done: (steps: number) => void = () => {}): Promise<Probed> =>
  probeContracts(all.systems, { facts: FACTS, currency: 'SEK', nowMs: Date.now(), done });
const notGood = (findings: readonly Finding[]): Finding[] => findings.filter(({ verdict }) => verdict !== 'good');
const sentencesOf = (findings: readonly Finding[]): string => findings.map(({ sentence }) => sentence).join('\n');

/** The schema that Centra answers, with one place of it changed. */
const editSchema = (find: string, replacement: string) => {
  const edited = SCHEMA.replaceAll(find, replacement);
  expect(edited).not.toBe(SCHEMA);
  const answer = introspectionFromSchema(buildSchema(edited), { descriptions: false });
  all.centra.alter(({ body }) => (body.includes('__schema') ? { json: { data: answer } } : undefined));
};
const at = (part: string, change: (json: unknown) => unknown) => (answer: PassingAnswer) =>
  answer.path.includes(part) ? { json: change(answer.json) } : undefined;
const gone = (name: string) => (json: unknown) => changeField(json, name, () => undefined);
const asNumber = (name: string) => (json: unknown) => changeField(json, name, Number);

describe('the contract probe', () => {
  it('On counterparts that keep their contracts it finds nothing, and says how far it has come', async () => {
    const steps: number[] = [];
    const probed = await probe((count) => steps.push(count));
    expect(notGood(findingsOf(probed))).toEqual([]);
    expect(steps).toEqual(Array.from({ length: stepsOf(new Set(SYSTEMS)) }, (_, i) => i + 1));
  });

  it('It writes nothing, and reads by every document that reads', async () => {
    for (const system of [all.centra, all.sitoo, all.wms]) system.passed.length = 0;
    await probe();
    expect([...all.sitoo.passed, ...all.wms.passed].filter((call) => !call.startsWith('GET '))).toEqual([]);
    expect(all.centra.passed.filter((call) => call.includes('"query":"mutation'))).toEqual([]);
    const names = new Set(all.centra.passed.flatMap((call) => /"query":"(?:[^"]*?)query (\w+)/.exec(call)?.[1] ?? []));
    const reading = new Set([...all.documents].filter(([, text]) => /^\s*query /m.test(text)).map(([name]) => name));
    expect([...reading].filter((name) => !names.has(name))).toEqual([]);
    expect(reading.size).toBeGreaterThan(15);
  });

  it.each([
    ['a field that is removed', '  orderDate(format', '  orderedAt(format', 'orderDate'],
    [
      'an input that is renamed',
      '  stockActionPolicy: StockPolicyActionInput!',
      '  stockAction: StockPolicyActionInput!',
      'stockActionPolicy',
    ],
    [
      'a new input that is required',
      'input ShipmentLineInput {',
      'input ShipmentLineInput {\n  reason: String!',
      'reason',
    ],
    ['a type that is another', '  trackingNumber: String', '  trackingNumber: Int', 'trackingNumber'],
    ['a value of an enum that is gone', '  PROCESSING', '  IN_PROGRESS', 'PROCESSING'],
    ['an amount that is text', '  value: Float!', '  value: String!', 'MonetaryValue.value'],
    [
      'a list that is cut',
      '  attributes(where: AssignedAttributeFilter): [Attribute!]!',
      '  attributes(where: AssignedAttributeFilter, limit: Int = 20): [Attribute!]!',
      'cut at 20',
    ],
    ['a field that may be null', '  isCaptured: Boolean!', '  isCaptured: Boolean', 'isCaptured'],
    ['a list that is one thing', '  shipments: [Shipment!]!', '  shipments: Shipment', 'Order.shipments'],
  ])('In the schema of Centra it finds %s', async (_what, find, replacement, named) => {
    editSchema(find, replacement);
    const found = notGood(findingsOf(await probe()));
    expect(sentencesOf(found)).toContain(named);
    expect(found.every(({ check }) => check === 'contract of Centra')).toBe(true);
    expect(found.some(({ verdict }) => verdict === 'problem')).toBe(true);
  });

  it.each([
    [
      'a field of Sitoo that is absent',
      'sitoo',
      at('/orders.json', gone('moneyitemtotal_net')),
      'moneyitemtotal_net',
      'problem',
    ],
    [
      'a field of Sitoo that could be absent, and always is',
      'sitoo',
      at('/orders.json', gone('registerid')),
      'registerid',
      'warning',
    ],
    [
      'an amount of Sitoo that is a number',
      'sitoo',
      at('/orders.json', asNumber('moneytotal_gross_all')),
      'moneytotal_gross_all',
      'problem',
    ],
    [
      'a setting of Sitoo that is absent',
      'sitoo',
      at('/settings.json', gone('currencycode')),
      'currencycode',
      'problem',
    ],
    [
      'a field of the WMS that is absent',
      'wms',
      at('/orders?', gone('pickedNumberOfItems')),
      'pickedNumberOfItems',
      'problem',
    ],
    [
      'a field of the WMS that is of another type',
      'wms',
      at('/inventoryPerWarehouse', (json) => changeField(json, 'warehouseId', String)),
      'warehouseId',
      'problem',
    ],
    ['a list of the WMS that is wrapped', 'wms', at('/warehouses', (json) => ({ items: json })), 'list', 'problem'],
  ] as const)('In the answers of tills and warehouse it finds %s', async (_what, system, change, named, verdict) => {
    all[system].alter(change);
    const found = notGood(findingsOf(await probe()));
    expect(sentencesOf(found.filter((one) => one.verdict === verdict))).toContain(named);
    expect(found.every(({ check }) => check.includes({ sitoo: 'Sitoo', wms: 'WMS' }[system]))).toBe(true);
  });

  it('It finds a permission that is refused, in each system', async () => {
    all.centra.alter(({ body }) =>
      body.includes('stockChanges')
        ? { json: { data: null, errors: [{ message: 'No access', extensions: { category: 'authorization' } }] } }
        : undefined,
    );
    all.sitoo.alter(({ path }) => (path.includes('warehousetransactions') ? { status: 403, json: {} } : undefined));
    all.wms.alter(({ path }) => (path.includes('/purchaseOrders') ? { status: 401, json: {} } : undefined));
    const found = notGood(findingsOf(await probe()));
    for (const read of ['stockChanges', 'journal', 'someAnnounced'])
      expect(sentencesOf(found)).toContain(`${read} could not be read`);
    expect(sentencesOf(found)).toContain('Add the permission');
  });

  it('It knows what breaks without each document that we send, and without each read', async () => {
    const sent = await sentDocuments();
    expect(sent.map(({ name }) => name).filter((name) => USES_OF_DOCUMENTS[name] === undefined)).toEqual([]);
    expect(Object.keys(USES_OF_DOCUMENTS).filter((name) => !sent.some((one) => one.name === name))).toEqual([]);
    const { fields } = await probe();
    expect(fields.filter(({ system, operation }) => USES_OF_OPERATIONS[system][operation] === undefined)).toEqual([]);
  });

  it('Every change that we send is recorded with its variables, each in its widest and its narrowest form', async () => {
    const sent = await sentDocuments();
    const changes = sent.filter(({ document }) => print(document).startsWith('mutation'));
    expect(changes.length).toBeGreaterThan(15);
    expect(changes.filter(({ variables }) => variables.length === 0).map(({ name }) => name)).toEqual([]);
    const ours = buildSchema(SCHEMA);
    expect(compareSchemas(ours, ours, sent)).toEqual([]);
  });

  it('It says what breaks and what to do in every finding', async () => {
    editSchema('  orderDate(format', '  orderedAt(format');
    all.sitoo.alter(at('/orders.json', gone('moneyitemtotal_net')));
    for (const { sentence } of notGood(findingsOf(await probe()))) {
      expect(sentence).toMatch(/As it is, |It may be that |not taken into account/);
      expect(sentence).toContain('Send us the report');
    }
  });

  it('It answers open questions from the samples', async () => {
    const { facts } = await probe();
    const said = Object.fromEntries(facts.map(({ name, reading }) => [name, reading]));
    expect(said).toMatchObject({ unknownLists: 'whole', pricesStoredWithVat: 'yes', shippedStatus: 'sent' });
    expect(said.allocationsAfterShipping).toBe('kept');
    expect(said.refundSign).toBe('positive');
    expect(facts.length).toBe(Object.values(FACTS).flatMap((table) => Object.keys(table)).length);
  });

  it('Its report holds no personal data, whatever is in the answers, also where they are refused', async () => {
    const personal = ['Ada', 'Ekström', 'ada.ekstrom@example.test', 'Hemliga gatan 7', '+46701234567'];
    const plain = JSON.stringify(reportOf(await probe()));
    const wrong = (json: unknown) =>
      ['moneytotal_gross_all', 'orderdate', 'orderedNumberOfItems', 'currencycode', 'articleNumber'].reduce(
        (changed, name) => changeField(changed, name, () => personal.join(' ')),
        json,
      );
    all.sitoo.alter(({ json }) => ({ json: wrong(json) }));
    all.wms.alter(({ json, path }) =>
      path.includes('/articles') ? { status: 400, json: { message: personal.join(' ') } } : { json: wrong(json) },
    );
    all.centra.alter(({ body, json }) =>
      body.includes('__schema')
        ? undefined
        : body.includes('OrdersByNumber')
          ? { json: { errors: [{ message: personal.join(' ') }] } }
          : { json: changeField(json, 'updatedAt', () => personal) },
    );
    const probed = await probe();
    const report = JSON.stringify(reportOf(probed));
    expect(notGood(findingsOf(probed)).length).toBeGreaterThan(5);
    const given = [...personal, ...all.personal];
    expect(given.length).toBeGreaterThan(8);
    for (const text of [report, plain]) expect(given.filter((value) => text.includes(value))).toEqual([]);
  });
});
