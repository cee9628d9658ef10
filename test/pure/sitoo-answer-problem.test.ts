import { describe, expect, it } from '@jest/globals';
import { waitMs } from '../../systems/sitoo/answer-problem.js';

describe('how long to stay away after a 429', () => {
  const nowMs = Date.parse('2026-11-24T10:00:00Z');
  const wait = (headers: Record<string, string>) =>
    waitMs({ status: 429, headers, text: '', sentAtMs: nowMs, receivedAtMs: nowMs });

  it('The wait after a 429 follows Retry-After in seconds and as a date', () => {
    expect(wait({ 'retry-after': '30' })).toBe(30_000);
    expect(wait({ 'retry-after': 'Tue, 24 Nov 2026 10:00:05 GMT' })).toBe(5_000);
  });

  it('The wait after a 429 follows X-Rate-Limit-Reset when there is no Retry-After', () => {
    expect(wait({ 'x-rate-limit-reset': String(nowMs / 1_000 + 4) })).toBe(4_000);
  });

  it('The wait until a date is measured by the counterpart’s clock, however wrong ours is', () => {
    const date = 'Tue, 24 Nov 2026 12:00:00 GMT';
    expect(wait({ date, 'retry-after': 'Tue, 24 Nov 2026 12:00:03 GMT' })).toBe(3_000);
  });

  it('The wait is one second without a usable header, and never negative', () => {
    expect(wait({})).toBe(1_000);
    expect(wait({ 'retry-after': 'soon' })).toBe(1_000);
    expect(wait({ 'retry-after': 'Tue, 24 Nov 2026 09:00:00 GMT' })).toBe(0);
  });
});
