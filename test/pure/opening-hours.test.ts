import { describe, expect, it } from '@jest/globals';
import { type OpeningHours, promisedBy } from '../../domain/opening-hours.js';

const hours = { mon: '10:00-19:00', tue: '10:00-19:00', fri: '10:00-19:00' };
const zone = 'Europe/Stockholm';
const by = (start: string, promiseHours: number, h: OpeningHours = hours): string =>
  new Date(promisedBy(Date.parse(start), promiseHours * 3_600_000, h, zone)).toISOString();

describe('a promise in open hours', () => {
  it('counts straight through without hours', () => {
    expect(by('2026-11-23T22:00:00Z', 4, {})).toBe('2026-11-24T02:00:00.000Z');
  });

  it('stops at night and goes on in the morning', () => {
    // Monday 17:00 in Stockholm, four open hours: two on Monday, two on Tuesday.
    expect(by('2026-11-23T16:00:00Z', 4)).toBe('2026-11-24T11:00:00.000Z');
  });

  it('waits for the next open day', () => {
    // Tuesday 18:30: half an hour that day, then Friday from 10:00.
    expect(by('2026-11-24T17:30:00Z', 1)).toBe('2026-11-27T09:30:00.000Z');
  });

  it('ends at its bound for a store that never opens', () => {
    const end = promisedBy(0, 3_600_000, { sun: '10:00-10:00' }, zone);
    expect(end).toBe(60 * 86_400_000);
  });
});
