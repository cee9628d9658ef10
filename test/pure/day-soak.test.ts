import { describe, expect, it } from '@jest/globals';
import { memoryTrendOf } from '../../lab/proofs/soak/memory.js';
import { loads, MARK, soakWorld } from '../../lab/proofs/soak/world.js';

describe('memory over a long run', () => {
  it('Memory is compared after a warm-up, so that the start hides no growth', () => {
    const warmUp = [50, 400, 300, 250];
    const flat = [...warmUp, ...Array.from({ length: 36 }, () => 200)];
    expect(memoryTrendOf(flat)).toEqual({ firstMb: 200, lastMb: 200, mostMb: 400, growth: 1 });
    const growing = [...warmUp, ...Array.from({ length: 36 }, (_, i) => 200 + i * 10)];
    expect(memoryTrendOf(growing).growth).toBeGreaterThan(1.25);
  });
});

describe('a load of movements', () => {
  it('A load has as many movements as asked for, includes the marker, and is the same in every run', () => {
    const [once, again] = [loads(soakWorld())(100), loads(soakWorld())(100)];
    expect(once).toEqual(again);
    expect(once.sitoo.length + once.wms.length).toBe(100);
    expect(once.sitoo.at(-1)).toMatchObject({
      type: 'pos.intake',
      location: MARK.location,
      lines: [{ sku: MARK.sku }],
    });
  });

  it('A load never uses a receipt number twice', () => {
    const next = loads(soakWorld());
    const receipts = [next(100), next(100)].flatMap(({ sitoo }) => sitoo.flatMap((act) => act.receipt ?? []));
    expect(new Set(receipts).size).toBe(receipts.length);
  });
});
