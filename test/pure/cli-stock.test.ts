import { describe, expect, it } from '@jest/globals';
import { printFigure } from '../../client/cli/commands/stock-explain.js';
import { printRefusals } from '../../client/cli/commands/stock-refusals.js';
import { printSku } from '../../client/cli/commands/stock-show.js';
import { printStatus } from '../../client/cli/commands/stock-status.js';
import { localTime, readMoment } from '../../client/stock/moment.js';
import { publishStockInput } from '../../client/stock/publish-stock-input.js';
import type { PublisherReply } from '../../client/stock/query-publisher.js';
import { stockStatus } from '../../client/stock/status.js';
import { brandSchema } from '../../config/brand.js';
import { loadBrand } from '../../config/load-brand.js';
import type { Brand } from '../../domain/brand.js';
import { TARGETS } from '../../domain/stock/flows.js';
import type { OrderUnits } from '../../domain/stock/order-units.js';
import { stockPolicyOf } from '../../domain/stock/policy.js';
import { figuresOf } from '../../domain/stock/position.js';
import type { Explanation, StockRow } from '../../systems/database/stock-port.js';
import { asId } from '../support/ids.js';
import { onepool, testShell } from '../support/test-shell.js';

const example = loadBrand('config/example.brand.yaml');
const brand: Brand = brandSchema.parse({
  brand: example.brand,
  currency: example.currency,
  locations: example.locations,
  couriers: {},
  stock: { safetyStock: [{ units: 1 }, { units: 2, sku: 'TEE', location: 'store-01' }] },
});
const policy = stockPolicyOf(brand, Date.now);

/** 14:02 in Stockholm, in winter. */
const at1402 = Date.parse('2025-11-24T13:02:00Z');
const minutesBefore = (minutes: number): number => at1402 - minutes * 60_000;

// Seven on the shelf; one of two that a web order wants has left it, two are promised to a till order.
const orders: OrderUnits[] = [
  { origin: 'centra', number: asId('10045'), outstanding: 1, picked: 1, deductedAtOrigin: 0 },
  { origin: 'sitoo', number: asId('77'), outstanding: 2, picked: 0, deductedAtOrigin: 0 },
];
const position = figuresOf({ physical: 7, unitsForCentra: 0, drift: 0, orders, safetyStock: 2 });
const row = (over: Partial<StockRow> = {}): StockRow => ({
  location: 'store-01',
  sku: 'TEE',
  ...position,
  targets: [{ target: 'centra', wanted: -1, published: 0, pendingDelta: -1, pendingSince: at1402 }],
  ...over,
});

const publication = (over: Partial<Explanation['publications'][number]>): Explanation['publications'][number] => ({
  target: 'centra',
  reference: 'op-1',
  quantity: 1,
  direction: 'out',
  state: 'done',
  at: minutesBefore(10),
  doneAt: minutesBefore(9),
  level: 4,
  figures: position,
  upToMovement: 2,
  ...over,
});
const explanation: Explanation = {
  location: 'store-01',
  sku: 'TEE',
  at: at1402,
  physical: 7,
  orders,
  movements: [
    {
      id: 3,
      recordedAt: minutesBefore(0.5),
      physicalAfter: 7,
      system: 'sitoo',
      reference: '900/1',
      location: 'store-01',
      sku: 'TEE',
      quantity: -1,
      cause: 'till-sale',
      happenedAt: minutesBefore(1),
    },
    {
      id: 2,
      recordedAt: minutesBefore(60),
      physicalAfter: 8,
      system: 'sitoo',
      reference: '800/1',
      location: 'store-01',
      sku: 'TEE',
      quantity: -1,
      cause: 'store-delivery-of-web-order',
      happenedAt: minutesBefore(60),
      order: { origin: 'centra', number: asId('10045') },
    },
  ],
  publications: [
    publication({ reference: 'op-4', at: minutesBefore(0.1), doneAt: at1402 + 5_000, level: 3 }),
    publication({ reference: 'op-3', state: 'not-sent', at: minutesBefore(2), doneAt: minutesBefore(2) }),
    publication({}),
    publication({ reference: 'op-0', at: minutesBefore(30), doneAt: minutesBefore(29), level: 5 }),
  ],
  external: [
    {
      id: asId(555),
      location: 'store-01',
      at: minutesBefore(20),
      comment: 'Corrected by Eva',
      lines: [
        { sku: 'TEE', quantity: 2 },
        { sku: 'CAP', quantity: 9 },
      ],
    },
  ],
};

describe('onepool stock show', () => {
  const show = async (rows: StockRow[], options: Omit<Parameters<typeof printSku>[2], 'sku'>) => {
    const shell = testShell();
    const code = await printSku(shell, { show: async () => rows }, { sku: 'TEE', ...options });
    return { out: shell.out(), err: shell.err(), code };
  };

  it('Stock is shown for every location, with the rule that applies and what each counterpart still lacks', async () => {
    const mirrored = row({
      location: 'dc',
      targets: [
        { target: 'centra', wanted: 0, published: 0, pendingDelta: 0 },
        { target: 'sitoo', wanted: position.sitooLevel, published: null, pendingDelta: position.sitooLevel },
      ],
    });
    const { out, err, code } = await show([row(), mirrored], { policy, timeZone: 'Europe/Stockholm' });
    expect(out).toMatch(/^store-01 +7 +2 +2 \(rule: sku TEE at store-01\) +3$/m);
    expect(out).toMatch(/^dc +7 +2 +2 \(rule: the whole brand, 1 now: the ledger adopts it in its next round\) +3$/m);
    expect(out).toMatch(/^store-01 +Centra +4 +5 +-1 +2025-11-24 14:02:00 +-$/m);
    expect(out).toMatch(/^dc +Centra +4 +4 +- +- +-$/m);
    expect(out).toMatch(/^dc +Sitoo +7 +- +\+7 +- +-$/m);
    expect([err, code]).toEqual(['', 0]);
  });

  it('Stock is shown as stored when there is no brand file, and the output says so', async () => {
    const { out, err } = await show([row()], {});
    expect(out).toMatch(/^store-01 +7 +2 +2 +3$/m);
    expect(err).toContain('set ONEPOOL_BRAND');
  });

  it('Stock ends with code 3 when a counterpart refuses the SKU', async () => {
    const refused = row({
      targets: [{ target: 'centra', wanted: 0, published: 0, pendingDelta: 0, refused: 'No such SKU.' }],
    });
    const { out, code } = await show([refused], { policy });
    expect(out).toContain('No such SKU.');
    expect(code).toBe(3);
  });

  it('Stock is printed as JSON with the rule, and an unknown SKU gets a sentence', async () => {
    const { out } = await show([row()], { json: true, policy });
    expect(JSON.parse(out)).toMatchObject([{ available: 3, rule: { units: 2, sku: 'TEE', location: 'store-01' } }]);
    await expect(show([], {})).rejects.toThrow('The ledger knows no SKU TEE.');
  });
});

describe('onepool stock explain', () => {
  const explain = async (
    options: Partial<Parameters<typeof printFigure>[2]> = {},
    found: Explanation | 'nothing' = { ...explanation, now: row() },
    location = 'store-01',
  ) => {
    const shell = testShell();
    const asked: unknown[] = [];
    const queries = {
      explain: async (...args: unknown[]) => {
        asked.push(args);
        return found === 'nothing' ? undefined : found;
      },
    };
    const code = await printFigure(shell, queries, { location, sku: 'TEE', limit: 20, brand, ...options });
    return { out: shell.out(), err: shell.err(), code, asked };
  };

  it('An explanation gives the formula with every number, and which counterpart lacks what', async () => {
    const { out, asked } = await explain();
    expect(asked).toEqual([[{ location: 'store-01', sku: 'TEE' }, { limit: 20 }]]);
    expect(out).toContain('TEE at store-01 (Stockholm Drottninggatan)\n');
    expect(out).toContain(
      'available 3 = physical 7 - reserved 2 - safety stock 2 (rule: sku TEE at store-01)\nreserved 2 = web orders 0 + till orders 2\n',
    );
    expect(out).toContain('Centra should show 4 = physical 7 + in flight for web orders 1 - withheld from Centra 4\n');
    expect(out).toContain('by the publications it shows 5; -1 waits since 2025-11-24 14:02:00');
  });

  it('An explanation lists the orders, the movements, the publications with their figures, and changes by others', async () => {
    const { out } = await explain();
    expect(out).toMatch(/^sitoo 77 +2 +2 +0 +0$/m);
    expect(out).toMatch(/^centra 10045 +0 +1 +1 +0$/m);
    expect(out).toMatch(/^2025-11-24 14:01:00 +2025-11-24 14:01:30 +-1 +7 +sold at a till +- +sitoo 900\/1 +Centra$/m);
    expect(out).toMatch(
      /^2025-11-24 13:02:00 +2025-11-24 13:02:00 +-1 +8 +left the store for a web order +centra 10045 +sitoo 800\/1 +-$/m,
    );
    expect(out).toMatch(/^2025-11-24 13:53:00 +Centra +-1 +4 +done +physical 7, reserved 2, safety stock 2 +op-1$/m);
    expect(out).toMatch(/^2025-11-24 13:42:00 +\+2 +Corrected by Eva +555$/m);
  });

  it('An explanation of a past moment shows the last published number and what was in flight', async () => {
    const { out, asked } = await explain({ at: '2025-11-24T14:02' }, explanation);
    expect(asked).toEqual([
      [
        { location: 'store-01', sku: 'TEE' },
        { at: at1402, limit: 20 },
      ],
    ]);
    expect(out).toContain('TEE at store-01 (Stockholm Drottninggatan), 2025-11-24 14:02:00 (Europe/Stockholm)\n');
    expect(out).toContain(
      `Centra showed 4, as published at 2025-11-24 13:53:00 (-1, op-1), of which customers could buy ${position.freeOnline}\n` +
        '  from: available 3 = physical 7 - reserved 2 - safety stock 2\n' +
        '  under way then: -1, since 2025-11-24 14:01:54, op-4\n',
    );
    expect(out).toMatch(/^2025-11-24 14:01:00 .* Centra$/m);
    const json = await explain({ at: '2025-11-24T14:02', json: true }, explanation);
    expect(JSON.parse(json.out).lastPublished).toMatchObject([{ target: 'centra', published: { reference: 'op-1' } }]);
  });

  it('An explanation says so when nothing had been published by then', async () => {
    const { out } = await explain({ at: '2025-11-24T14:02' }, { ...explanation, publications: [] });
    expect(out).toContain('Nothing had been published by then');
  });

  it('An explanation shows the stored number when there is no brand file, and says so', async () => {
    const without = { limit: 20 };
    const shell = testShell();
    const queries = { explain: async () => ({ ...explanation, now: row() }) };
    await printFigure(shell, queries, { location: 'store-01', sku: 'TEE', ...without });
    expect(shell.out()).toContain('safety stock 2 (rule unknown without the brand file)');
    expect(shell.out()).toContain('2025-11-24T13:01:00.000Z');
    expect(shell.err()).toContain('set ONEPOOL_BRAND');
    await expect(
      printFigure(shell, queries, { location: 'store-01', sku: 'TEE', ...without, at: '14:02' }),
    ).rejects.toThrow('needs a time zone: set ONEPOOL_BRAND');
  });

  it('An explanation refuses an impossible location or time in words', async () => {
    await expect(explain({}, 'nothing', 'store01')).rejects.toThrow(
      'No location is called store01; did you mean store-01?',
    );
    await expect(explain({ at: 'noon' })).rejects.toThrow('"noon" is not a time. Write 14:02');
    await expect(explain({ at: '2125-11-24T14:02' })).rejects.toThrow('in the future');
    await expect(explain({}, 'nothing', 'dc')).rejects.toThrow(
      'The ledger has nothing about TEE at dc. List its locations with onepool stock show TEE',
    );
  });
});

describe('a time as people write it', () => {
  const zone = 'Europe/Stockholm';
  const read = (text: string, now = '2025-11-24T20:00:00Z') => {
    const at = readMoment(text, zone, Date.parse(now));
    return at === undefined ? undefined : new Date(at).toISOString();
  };

  it('A time is read on the clock of the brand, and means today when it has no date', () => {
    expect(read('14:02')).toBe('2025-11-24T13:02:00.000Z');
    expect(read('9:05:30')).toBe('2025-11-24T08:05:30.000Z');
    expect(read('00:10', '2025-11-23T23:30:00Z')).toBe('2025-11-23T23:10:00.000Z');
    expect(read('2025-07-01T14:02')).toBe('2025-07-01T12:02:00.000Z');
    expect(read('2025-07-01 14:02:10')).toBe('2025-07-01T12:02:10.000Z');
    expect(read('2025-07-01T14:02:00+05:00')).toBe('2025-07-01T09:02:00.000Z');
    expect(read('2025-07-01T14:02:00Z')).toBe('2025-07-01T14:02:00.000Z');
  });

  it('A time is the first of two when the clocks go back, and refused when they leap over it', () => {
    expect(read('2025-10-26T02:30')).toBe('2025-10-26T00:30:00.000Z');
    expect(read('2025-10-26T03:30')).toBe('2025-10-26T02:30:00.000Z');
    expect(read('2025-03-30T02:30')).toBeUndefined();
    expect(read('2025-03-30T03:30')).toBe('2025-03-30T01:30:00.000Z');
  });

  it('A time that does not exist is refused', () => {
    for (const text of ['', 'noon', '25:00', '14', '2025-13-01T10:00', '2025-11-24'])
      expect([text, read(text)]).toEqual([text, undefined]);
    expect(localTime(at1402, zone)).toBe('2025-11-24 14:02:00');
  });
});

describe('onepool stock status', () => {
  const runs = (over: Partial<Record<'centra' | 'sitoo', Partial<PublisherReply>>> = {}): PublisherReply[] =>
    TARGETS.map((target) => ({
      target,
      running: true,
      state: { target, flows: publishStockInput(brand, target).flows, released: [] },
      ...over[target],
    }));
  const waits = (target: 'centra' | 'sitoo', location: string, figures: number, seconds: number) => ({
    target,
    location,
    figures,
    since: at1402 - seconds * 1_000,
  });
  const status = (seen: Partial<Parameters<typeof stockStatus>[0]>) => {
    const shell = testShell();
    const targets = stockStatus({ brand, loops: runs(), waiting: [], refusals: [], nowMs: at1402, ...seen });
    const code = printStatus(shell, targets, { nowMs: at1402, timeZone: brand.timezone });
    return { out: shell.out(), code, targets };
  };

  it('The status of stock shows what waits in each flow, and reports that all is well within the limits', () => {
    const waiting = [
      waits('centra', 'store-01', 2, 5),
      waits('centra', 'store-02', 3, 40),
      waits('sitoo', 'dc', 4, 90),
    ];
    const { out, code } = status({ waiting });
    expect(code).toBe(0);
    expect(out).toContain('Centra: the publisher runs\nSitoo: the publisher runs\n');
    expect(out).toMatch(/^storesToCentra +Centra +immediately, within 60 s +5 +40 s$/m);
    expect(out).toMatch(/^warehouseToCentra +Centra +immediately, within 60 s +0 +-$/m);
    expect(out).toMatch(/^warehouseToSitoo +Sitoo +immediately, within 2 min +4 +90 s$/m);
  });

  it('The status of stock needs a person when something waits too long by the current settings', () => {
    const waiting = [waits('centra', 'store-01', 2, 61)];
    expect(status({ waiting }).out).toMatch(/^storesToCentra .* 61 s, overdue$/m);
    expect(status({ waiting }).code).toBe(3);
    const flows = { storesToCentra: { mode: 'scheduled', maxStalenessMs: 60_000 } } as const;
    const clock = status({ waiting, loops: runs({ centra: { state: { target: 'centra', flows, released: [] } } }) });
    expect(clock.out).toMatch(/^storesToCentra +Centra +scheduled +2 +61 s$/m);
    expect(clock.out).toMatch(/^warehouseToCentra +Centra +off +0 +-$/m);
    expect(clock.code).toBe(0);
  });

  it('The status of stock needs a person when a publisher is paused, missing or silent, or a SKU is refused', () => {
    const paused = { by: 'Ada', since: '2025-11-24T13:00:00Z', note: 'stock-take' };
    const { flows } = publishStockInput(brand, 'centra');
    const halted = status({ loops: runs({ centra: { state: { target: 'centra', flows, released: [], paused } } }) });
    expect(halted.out).toContain(
      'Centra: paused by Ada since 2025-11-24 14:00:00 (stock-take). Continue with: onepool stock resume centra\n',
    );
    const refusals = [
      { target: 'sitoo', location: 'dc', sku: 'TEE', sentence: 'No.', reason: 'other', since: 0 },
    ] as const;
    const codes = [
      halted,
      status({ loops: runs({ sitoo: { running: false } }) }),
      status({ loops: runs({ sitoo: { problem: 'it runs, but nobody answers' } }) }),
      status({ refusals }),
      status({}),
    ].map(({ code }) => code);
    expect(codes).toEqual([3, 3, 3, 3, 0]);
    expect(status({ refusals }).out).toContain('Sitoo refuses 1: onepool stock refusals');
  });
});

describe('onepool stock refusals', () => {
  it('The list of refusals shows each refused SKU since when, and ends with code 3', async () => {
    const shell = testShell();
    const refusals = async () => [
      {
        target: 'centra' as const,
        location: 'dc',
        sku: 'TEE',
        sentence: 'Unknown SKU.',
        reason: 'other' as const,
        since: at1402,
      },
    ];
    expect(await printRefusals(shell, { refusals }, { timeZone: 'Europe/Stockholm' })).toBe(3);
    expect(shell.out()).toMatch(/^Centra +dc +TEE +2025-11-24 14:02:00 +Unknown SKU\.$/m);
    expect(await printRefusals(testShell(), { refusals: async () => [] }, {})).toBe(0);
  });
});

describe('the commands of stock', () => {
  it('The stock commands refuse impossible options before any call is made', async () => {
    for (const args of [['pause', 'wms'], ['show'], ['explain', 'TEE'], ['explain', 'TEE', 'dc', '--limit', '0']]) {
      const { err, code } = await onepool(['stock', ...args]);
      expect([args, code, err.startsWith('error: ')]).toEqual([args, 2, true]);
    }
    const { err, code } = await onepool(['stock', 'pause', 'centra']);
    expect([code, err.includes('ONEPOOL_BRAND: is not set')]).toEqual([2, true]);
  });
});
