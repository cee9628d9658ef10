import { describe, expect, it } from '@jest/globals';
import type { System } from '../../domain/names.js';
import { recordsOfTest } from '../support/records-of-test.js';

const { records } = await recordsOfTest();
const { inbox } = records;

const event = (eventId: string, subject = '10045') => ({ eventId, kind: 'order', subject, raw: '{}' });

/** Stores events of their own, and returns their ids in order. */
async function stored(system: System, ...names: string[]): Promise<number[]> {
  await inbox.store(
    system,
    names.map((name) => event(name)),
  );
  const ids = (await inbox.pending(system, 1_000)).map(({ id }) => id);
  return ids.slice(-names.length);
}

describe('events that no follower can handle', () => {
  it('A refused event waits for a person, and neither its follower nor the mark of a handled page touches it', async () => {
    const [good = 0, odd = 0] = await stored('sitoo', 'good', 'odd');
    await inbox.markRefused(odd, 'Sitoo has no such order.');
    expect((await inbox.pending('sitoo', 10)).map(({ id }) => id)).toEqual([good]);
    await inbox.markHandled([good, odd]);
    expect(await inbox.refused(10, 'sitoo')).toMatchObject([
      { id: odd, eventId: 'odd', subject: '10045', refused: 'Sitoo has no such order.' },
    ]);
    expect((await inbox.show(odd))?.handledAt).toBeUndefined();
    expect((await inbox.show(good))?.handledAt).toBeDefined();
  });

  it('A dead letter is refused from the beginning', async () => {
    await inbox.store('wms', [{ ...event('unreadable-1'), refused: 'It is no event.' }]);
    expect(await inbox.pending('wms', 10)).toEqual([]);
    expect(await inbox.refused(10, 'wms')).toMatchObject([{ eventId: 'unreadable-1', refused: 'It is no event.' }]);
  });

  it('A refused event goes back to its follower when a person says so, and only a refused one does', async () => {
    const [odd = 0] = await stored('centra', 'again');
    expect(await inbox.retry(odd)).toBe(false);
    await inbox.markRefused(odd, 'why');
    expect(await inbox.retry(odd)).toBe(true);
    expect((await inbox.pending('centra', 10)).map(({ id }) => id)).toContain(odd);
    expect(await inbox.show(odd)).not.toHaveProperty('refused');
  });

  it('A refused event that a person discards is closed with the name of that person', async () => {
    const [odd = 0] = await stored('centra', 'gone');
    expect(await inbox.discard(odd, 'Kim')).toBe(false);
    await inbox.markRefused(odd, 'why');
    expect(await inbox.discard(odd, 'Kim')).toBe(true);
    expect(await inbox.discard(odd, 'Eva')).toBe(false);
    expect(await inbox.show(odd)).toMatchObject({ discardedBy: 'Kim', refused: 'why' });
    expect((await inbox.refused(100)).map(({ id }) => id)).not.toContain(odd);
  });

  it('A reason is kept whatever it holds, and no longer than a person reads', async () => {
    const [odd = 0] = await stored('centra', 'long');
    await inbox.markRefused(odd, `\0why${'y'.repeat(10_000)}`);
    expect((await inbox.show(odd))?.refused).toMatch(/^why+$/);
    expect((await inbox.show(odd))?.refused?.length).toBe(500);
  });
});

describe('the size of the inbox', () => {
  it('Handled events are deleted when they are old, and whatever still waits is kept', async () => {
    const [handled = 0, waiting = 0, refused = 0] = await stored('sitoo', 'old', 'waiting', 'refused');
    await inbox.markHandled([handled]);
    await inbox.markRefused(refused, 'why');
    expect(await inbox.prune('2000-01-01T00:00:00Z')).toBe(0);
    while ((await inbox.prune(new Date(Date.now() + 60_000).toISOString())) > 0);
    expect(await inbox.show(handled)).toBeUndefined();
    expect(await inbox.show(waiting)).toBeDefined();
    expect(await inbox.show(refused)).toBeDefined();
  });

  it('The rounds of each follower are counted', async () => {
    expect(await inbox.roundsBegun('wms')).toBe(0);
    await inbox.beginRound('wms');
    await inbox.beginRound('wms');
    expect(await inbox.roundsBegun('wms')).toBe(2);
    expect(await inbox.roundsBegun('centra')).toBe(0);
  });
});
