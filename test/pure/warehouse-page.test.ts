import { describe, expect, it } from '@jest/globals';
import { backlogOf } from '../../activities/follow/backlog.js';
import { pageCursor } from '../../systems/warehouse-page.js';

const FROM = '2026-11-24T10:00:00.000Z';

describe('the cursors of a warehouse', () => {
  it('A cursor is handed back as the warehouse made it, whatever it says, after others were noted before it', async () => {
    const kept = new Map<string, string>();
    const backlog = backlogOf(
      {
        get: async (name) => kept.get(name),
        set: async (name, value) => void kept.set(name, value),
      },
      'wms/status-backlog',
    );
    const odd = ['eyJwIjo0fQ==', 'row 7 at shelf 3 at ', `${'ö'.repeat(499)}|`];
    for (const [nth, at] of odd.entries()) await backlog.add({ from: `${FROM}${nth}`, at: pageCursor(at) });
    for (const [nth, at] of [...odd.entries()].reverse()) {
      const stretch = await backlog.next();
      expect(stretch).toEqual({ from: `${FROM}${nth}`, at });
      if (stretch) await backlog.handled(stretch, undefined);
    }
    expect(await backlog.next()).toBeUndefined();
  });

  it('A cursor that could not be kept is refused where it is made', () => {
    for (const text of ['', 'two\nlines', 'x'.repeat(501), '\ud800'])
      expect(() => pageCursor(text)).toThrow('A cursor of a warehouse is a text of one line');
  });
});
