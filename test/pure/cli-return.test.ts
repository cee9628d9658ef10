import { describe, expect, it } from '@jest/globals';
import { printReturn, type ReturnView } from '../../client/cli/commands/return-print.js';
import { buildProgram } from '../../client/cli/program.js';
import { asId } from '../support/ids.js';

const view: ReturnView = {
  row: {
    brand: 'nordvik',
    refund: asId('4711'),
    orderNumber: asId('10045'),
    location: 'store-01',
    stage: 'waiting-for-answer',
    names: ['sitoo-4711'],
    workflowId: 'return/nordvik/sitoo/4711',
    updatedAt: '2026-11-24T08:00:00.000Z',
  },
  url: 'http://127.0.0.1:8233/return',
  story: {
    stage: 'waiting-for-answer',
    order: '10045',
    refund: {
      number: asId('4711'),
      location: 'store-01',
      currency: 'SEK',
      amountMinor: 19_900,
      paidOutMinor: 19_900,
      virtualMinor: 0,
      lines: [
        { line: asId('0'), sku: 'TEE-M', quantity: 1, amountMinor: 19_900, condition: 'damaged', forwardTo: 'dc' },
      ],
      at: '2026-11-24T08:00:00.000Z',
    },
    timeline: [{ at: '2026-11-24T08:00:00.000Z', what: 'store-01 took goods back.' }],
    returns: [
      {
        name: 'sitoo-4711',
        shipment: asId(7),
        condition: 'damaged',
        lines: [{ sku: 'TEE-M', quantity: 1 }],
        status: 'created',
        id: asId(31),
      },
    ],
    cases: [
      {
        caseId: 'nordvik-return-4711-1',
        code: 'return.refund-failed',
        codes: ['return.refund-failed'],
        owner: 'finance',
        problems: [{ code: 'return.refund-failed', sentence: 'It was not paid back.' }],
        answers: ['retry', 'skip'],
        openedAt: '2026-11-24T08:00:00.000Z',
        answerBy: '2026-11-24T12:00:00.000Z',
      },
    ],
    next: 'finance is asked: It was not paid back.',
  },
};

describe('onepool return show', () => {
  it('A return is shown with its goods, its outcome, and the line that answers its case', () => {
    const text = printReturn(view);
    expect(text).toMatch(/Web order +10045/);
    expect(text).toMatch(/0 +TEE-M +1 +damaged +dc/);
    expect(text).toMatch(/sitoo-4711 +31 +7 +1 TEE-M +damaged +created/);
    expect(text).toContain('onepool cases resolve nordvik-return-4711-1 --by NAME --answer retry|skip');
  });

  it('A return is shown from the database when its workflow cannot be queried', () => {
    const { story: _, ...row } = view;
    expect(printReturn({ ...row, storyProblem: 'Nobody answers.' })).toMatch(/not available: Nobody answers\./);
  });
});

describe('onepool return', () => {
  const run = async (...args: string[]): Promise<{ said: string; code?: number }> => {
    let said = '';
    let code: number | undefined;
    const say = (text: string): void => {
      said += text;
    };
    const shell = { write: say, stderr: say, terminal: false, env: {}, finish: (exit: number) => (code = exit) };
    await buildProgram(shell as never)
      .parseAsync(['return', ...args], { from: 'user' })
      .catch((error: unknown) => say(String(error)));
    return { said, ...(code === undefined ? {} : { code }) };
  };

  it('A wrong inspection row is answered with the form that it must have', async () => {
    expect((await run('inspect', '4711', '--by', 'Ada', '--row', '0:1')).said).toContain(
      'Write it as ROW=RESELLABLE/DAMAGED',
    );
  });

  it('The command for returns needs either a refund or an order', async () => {
    expect(await run('show')).toEqual({
      said: 'Give the number of a refund, or an order with --order.\n',
      code: 2,
    });
  });
});
