import { describe, expect, it } from '@jest/globals';
import { listCases } from '../../client/cli/commands/cases-list.js';
import { type ResolveOptions, resolveCase } from '../../client/cli/commands/cases-resolve.js';
import { showCase } from '../../client/cli/commands/cases-show.js';
import { Refusal } from '../../client/cli/exit.js';
import type { CaseRow, CaseStore, Notes } from '../../systems/database/port.js';
import { testShell } from '../support/test-shell.js';

const OPEN: CaseRow = {
  caseId: 'c-10045-1',
  workflowId: 'order/nordvik/centra/10045',
  brand: 'nordvik',
  code: 'order.unknown-sku',
  codes: ['order.unknown-sku', 'order.missing-gift-message'],
  owner: 'integration',
  severity: 'high',
  subject: 'centra 10045',
  whatHappened: 'Sitoo does not know the SKU A-1.',
  whatToDo: 'Create it there.',
  answers: ['retry', 'correct'],
  openedAt: '2026-11-24T08:00:00.000Z',
  answerBy: '2026-11-24T12:00:00.000Z',
};
const CLOSED: CaseRow = {
  ...OPEN,
  caseId: 'c-10044-1',
  closedAt: '2026-11-24T09:00:00.000Z',
  outcome: 'retry',
  resolvedBy: 'Ada',
};

function book(rows: readonly CaseRow[]) {
  const kept = new Map<string, string>();
  const cases: Pick<CaseStore, 'list' | 'show'> = {
    list: async ({ open, owner }, limit) =>
      rows.filter((r) => (!open || r.closedAt === undefined) && (!owner || r.owner === owner)).slice(0, limit),
    show: async (caseId) => {
      const row = rows.find((r) => r.caseId === caseId);
      return row && { row, trail: [{ at: row.openedAt, what: 'opened', by: 'onepool' }] };
    },
  };
  const notes: Notes = { keep: async (ref, text) => void kept.set(ref, text), read: async (ref) => kept.get(ref) };
  return { cases, notes, kept };
}
const answering = (more: Partial<ResolveOptions>): ResolveOptions => ({
  caseId: 'c-1',
  answer: 'retry',
  by: 'Ada',
  line: [],
  ...more,
});

describe('cases at the command line', () => {
  it('The list of cases shows open cases and ends with code 3', async () => {
    const shell = testShell();
    expect(await listCases(shell, book([OPEN, CLOSED]), { limit: 50 })).toBe(3);
    expect(shell.out()).toContain('c-10045-1');
    expect(shell.out()).not.toContain('c-10044-1');
    expect(shell.err()).toContain('onepool cases show CASE');
  });

  it('The list of cases ends with code 0 when no case is open', async () => {
    const shell = testShell();
    expect(await listCases(shell, book([CLOSED]), { limit: 50 })).toBe(0);
    expect(shell.out()).toBe('No open cases.\n');
    const all = testShell();
    expect(await listCases(all, book([CLOSED]), { limit: 50, all: true, json: true })).toBe(0);
    expect(JSON.parse(all.out())).toEqual([CLOSED]);
  });

  it('One case is shown with its trail and the command that answers it', async () => {
    const shell = testShell();
    expect(await showCase(shell, book([OPEN]), { caseId: 'c-10045-1' })).toBe(0);
    expect(shell.out()).toContain('Sitoo does not know the SKU A-1.');
    expect(shell.out()).toContain('opened, by onepool');
    expect(shell.out()).toContain('onepool cases resolve c-10045-1 --by NAME --answer retry|correct');
    await expect(showCase(shell, book([]), { caseId: 'c-9' })).rejects.toThrow('There is no case c-9');
  });

  it('A dry run prints exactly what an answer would send, and stores nothing', async () => {
    const shell = testShell();
    const { kept, ...records } = book([OPEN]);
    const options = answering({
      answer: 'correct',
      note: 'called her',
      mapSku: { from: 'A-1', to: 'A-01' },
      giftMessage: 'Dear Astrid',
      dryRun: true,
      json: true,
    });
    expect(await resolveCase(shell, records, { ...options, caseId: 'c-10045-1' })).toBe(0);
    expect(JSON.parse(shell.out())).toEqual({
      dryRun: true,
      workflowId: 'order/nordvik/centra/10045',
      update: 'resolveCase',
      updateId: 'c-10045-1/correct',
      args: [
        {
          caseId: 'c-10045-1',
          answer: 'correct',
          by: 'Ada',
          note: 'called her',
          data: { mapSku: { from: 'A-1', to: 'A-01' }, giftMessageRef: 'note/c-10045-1/gift' },
        },
      ],
    });
    expect(shell.out()).not.toContain('Astrid');
    expect(kept.size).toBe(0);
  });

  it('An answer to a closed or unknown case is refused in a sentence', async () => {
    const { kept: _, ...records } = book([CLOSED]);
    const shell = testShell();
    const closed = resolveCase(shell, records, { ...answering({}), caseId: 'c-10044-1' });
    await expect(closed).rejects.toThrow(new Refusal('Case c-10044-1 was already answered: retry by Ada.', 1));
    await expect(resolveCase(shell, records, { ...answering({}), caseId: 'c-1' })).rejects.toThrow(
      'There is no case c-1.',
    );
  });
});
