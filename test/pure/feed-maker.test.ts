import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { formatFeed } from '../../lab/day/feed/format-feed.js';
import type { ActionOf, ActionType } from '../../lab/day/feed/lines.js';
import { parseFeed } from '../../lab/day/feed/parse-feed.js';
import { BUSY_DAY, generateBusyDay } from '../../lab/day/generate/busy-day.js';
import { onepool } from '../support/test-shell.js';

const SMALL = { ...BUSY_DAY, stores: 4, skus: 40, hot: 5, minutes: 10, salesPerSecond: 2, webOrdersPerMinute: 20 };
const day = generateBusyDay({ ...SMALL, seed: 1 });
const of = <T extends ActionType>(type: T, from = day) => from.actions.filter((a): a is ActionOf<T> => a.type === type);
const minuteOf = ({ at }: { at: string }) => (Date.parse(at) - Date.parse(day.actions[0]?.at ?? '')) / 60_000;

describe('a busy day', () => {
  it('A busy day is the same for the same seed, byte for byte, and different for another', () => {
    expect(formatFeed(generateBusyDay({ ...SMALL, seed: 1 }))).toBe(formatFeed(day));
    expect(formatFeed(generateBusyDay({ ...SMALL, seed: 2 }))).not.toBe(formatFeed(day));
  });

  it('A busy day is a valid feed, earliest line first', () => {
    expect(parseFeed(formatFeed(day))).toEqual(day);
  });

  it('A busy day has the size that was asked for', () => {
    const kinds = (kind: string) => day.world.locations.filter((l) => l.kind === kind).length;
    expect([kinds('store'), kinds('warehouse'), day.world.products.length]).toEqual([4, 1, 40]);
    expect(of('pos.sale')).toHaveLength(1_200);
    expect(of('web.order')).toHaveLength(200);
    for (const type of ['pos.refund', 'pos.intake', 'wms.receive'] as const) expect(of(type)).not.toHaveLength(0);
  });

  it('A busy day has its default size when none is given', () => {
    const whole = generateBusyDay({ ...BUSY_DAY, seed: 1 });
    expect(of('pos.sale', whole)).toHaveLength(12_000);
    expect(whole.world.locations).toHaveLength(31);
    expect(whole.world.products).toHaveLength(500);
  });

  it('A busy day never sells at a till what the store does not have', () => {
    const left = new Map(day.world.stock.map((s) => [`${s.location} ${s.sku}`, s.quantity]));
    const move = (location: string, lines: readonly { sku: string; quantity: number }[], sign: number) => {
      for (const { sku, quantity } of lines) {
        const key = `${location} ${sku}`;
        left.set(key, (left.get(key) ?? 0) + sign * quantity);
        expect(left.get(key)).toBeGreaterThanOrEqual(0);
      }
    };
    for (const action of day.actions) {
      if (action.type === 'pos.sale') move(action.location, action.lines, -1);
      if (action.type === 'pos.intake') move(action.location, action.lines, 1);
      if (action.type === 'pos.refund' && action.condition === 'resellable') move(action.location, action.lines, 1);
    }
  });

  it('A busy day refunds only what was sold at least a minute earlier, once', () => {
    const sales = new Map(of('pos.sale').map((sale) => [sale.receipt, sale]));
    const refunds = of('pos.refund');
    expect(new Set(refunds.map((r) => r.receipt)).size).toBe(refunds.length);
    for (const refund of refunds) {
      const sale = sales.get(refund.receipt ?? '');
      expect(sale?.location).toBe(refund.location);
      expect(sale?.lines).toEqual(expect.arrayContaining(refund.lines));
      expect(Date.parse(refund.at) - Date.parse(sale?.at ?? refund.at)).toBeGreaterThanOrEqual(60_000);
    }
  });

  it('A busy day sells hot SKUs out while web customers still want them', () => {
    const isHot = ({ sku }: { sku: string }) => sku.startsWith('HOT');
    const units = (lines: readonly { sku: string; quantity: number }[]) =>
      lines.filter(isHot).reduce((sum, line) => sum + line.quantity, 0);
    const had = units(day.world.stock) + of('pos.intake').reduce((sum, a) => sum + units(a.lines), 0);
    const atTills = of('pos.sale').reduce((sum, a) => sum + units(a.lines), 0);
    const online = of('web.order').reduce((sum, a) => sum + units(a.lines), 0);
    expect(atTills).toBeLessThanOrEqual(had);
    expect(atTills + online).toBeGreaterThan(had);
  });

  it('A busy day has a peak in the middle when asked for one', () => {
    const inTheMiddle = (from: typeof day) =>
      of('pos.sale', from).filter((sale) => minuteOf(sale) >= 4 && minuteOf(sale) < 6).length;
    expect(inTheMiddle(day)).toBeLessThan(300);
    expect(inTheMiddle(generateBusyDay({ ...SMALL, seed: 1, peak: true }))).toBeGreaterThan(600);
  });
});

describe('the command "feed"', () => {
  const small = ['--stores', '2', '--skus', '10', '--hot', '2', '--minutes', '1', '--sales-per-second', '1'];

  it('The feed command writes a feed to standard output', async () => {
    const { out, code } = await onepool(['feed', ...small, '--seed', '7']);
    expect(code).toBe(0);
    expect(parseFeed(out).actions.filter((a) => a.type === 'pos.sale')).toHaveLength(60);
  });

  it('The feed command writes into a file when one is named', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'onepool-feed-'));
    try {
      const file = join(folder, 'busy.jsonl');
      const { out, err, code } = await onepool(['feed', ...small, '--out', file]);
      expect([code, out]).toEqual([0, '']);
      expect(err).toContain(file);
      expect(parseFeed(readFileSync(file, 'utf8')).world?.locations).toHaveLength(3);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    [['--stores', '0']],
    [['--minutes', 'ten']],
    [['--sales-per-second', '-1']],
    [['--skus', '5', '--hot', '5']],
  ])('The feed command refuses %j with code 2', async (args) => {
    const { err, code } = await onepool(['feed', ...args]);
    expect(code).toBe(2);
    expect(err).not.toBe('');
  });
});
