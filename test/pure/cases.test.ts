import { describe, expect, it } from '@jest/globals';
import { caseFrom, whatHappened, whatToDo } from '../../domain/cases/case.js';
import { CASES, isCaseCode } from '../../domain/cases/catalogue.js';
import { type AnswerContext, whyRefused } from '../../domain/cases/check-answer.js';

const at = Date.parse('2026-11-24T09:00:00Z');
const open = caseFrom(
  'b-centra-1-1',
  [
    { code: 'order.unknown-sku', sentence: 'Line 1 (X) is not known.', lines: ['1'] },
    { code: 'order.missing-courier', sentence: 'No courier.' },
  ],
  { openedAt: at },
);
const context: AnswerContext = {
  openCases: [open],
  answered: new Map([['b-centra-1-0', 'retry by Eva']]),
  couriers: ['home'],
  locations: ['dc', 'store-01'],
  lines: ['1'],
};
const refused = (answer: object): string | undefined =>
  whyRefused({ caseId: open.caseId, by: 'Eva', ...answer }, context);

describe('the catalogue of cases', () => {
  it('Every kind of case has an owner, a sentence, an instruction and an answer', () => {
    for (const [code, kind] of Object.entries(CASES)) {
      expect(code).toMatch(/^[a-z]+\.[a-z-]+$/);
      expect(kind.whatToDo.length).toBeGreaterThan(20);
      expect(kind.answers.length).toBeGreaterThan(0);
    }
  });

  it.each(Object.keys(CASES).filter(isCaseCode))(
    'What to do about %s says which of its answers is not offered where one is left out',
    (code) => {
      const { answers } = caseFrom('c', [{ code, sentence: '' }], { openedAt: at });
      expect(whatToDo({ codes: [code], answers })).toBe(CASES[code].whatToDo);
      for (const left of answers) {
        const text = whatToDo({ codes: [code], answers: answers.filter((answer) => answer !== left) });
        if (new RegExp(`Answer ${left}\\b`).test(text)) expect(text).toContain(`Not offered here: ${left}.`);
      }
    },
  );

  it('One case lists all problems, is named after the first, and takes the answers of all', () => {
    expect(open.code).toBe('order.unknown-sku');
    expect(open.codes).toEqual(['order.unknown-sku', 'order.missing-courier']);
    expect(open.answers).toEqual(['retry', 'correct', 'cancel-line', 'cancel-order']);
    expect(open.answerBy).toBe('2026-11-24T13:00:00.000Z');
    expect(whatHappened(open)).toBe('Line 1 (X) is not known. No courier.');
    expect(whatToDo(open)).toContain('mapSku');
  });
});

describe('the check of an answer', () => {
  it('The check of an answer accepts good answers', () => {
    expect(refused({ answer: 'retry' })).toBeUndefined();
    expect(refused({ answer: 'retry', note: 'Två rader:\r\n\tåtta 🙂' })).toBeUndefined();
    expect(refused({ answer: 'correct', data: { mapSku: { from: 'X', to: 'Y' } } })).toBeUndefined();
    expect(refused({ answer: 'cancel-line', data: { lines: ['1'] } })).toBeUndefined();
  });

  it.each([
    [{ answer: 'skip' }, 'Choose one of: retry, correct, cancel-line, cancel-order'],
    [{ answer: 'retry', by: ' ' }, 'Say who answers'],
    [{ answer: 'correct' }, 'needs data'],
    [{ answer: 'correct', data: { mapSku: { from: 'X' } } }, 'both SKUs'],
    [{ answer: 'correct', data: { mapSku: { from: 'X', to: 'X' } } }, 'to itself'],
    [{ answer: 'correct', data: { courier: 'pigeon' } }, 'Choose one of: home'],
    [{ answer: 'cancel-line', data: { lines: ['9'] } }, 'no line 9'],
    [{ answer: 'cancel-line', data: { lines: [] } }, 'list of line ids'],
    [{ caseId: 'b-centra-1-9', answer: 'retry' }, 'no open case b-centra-1-9 here. Open: b-centra-1-1'],
    [{ caseId: 'b-centra-1-0', answer: 'retry' }, 'already answered: retry by Eva'],
    [{ caseId: '', answer: 'retry' }, 'caseId is missing'],
    [{ answer: 'retry', by: 'E\u0000va' }, 'cannot be printed'],
    [{ answer: 'retry', note: 'a\u0000b' }, 'The note has characters that cannot be printed'],
    [{ answer: 'retry', note: '\ud800' }, 'The note has characters that cannot be printed'],
  ])('The check of an answer refuses %j with a sentence', (answer, sentence) => {
    expect(refused(answer)).toContain(sentence);
  });

  it('The check of an answer refuses what has no form of an answer', () => {
    for (const input of [undefined, null, 'retry', 7])
      expect(whyRefused(input, context)).toContain('An answer is an object');
  });

  it('The answers to an oversold fulfilment are accepted, each with the data that it needs', () => {
    const oversold = caseFrom('c', [{ code: 'order.oversold', sentence: 'x' }], { openedAt: at, location: 'store-01' });
    const answered = (answer: object, asked = oversold): string | undefined =>
      whyRefused({ caseId: 'c', by: 'Eva', ...answer }, { ...context, openCases: [asked] });
    expect(answered({ answer: 'wait-for-intake' })).toBeUndefined();
    expect(answered({ answer: 'cancel-line-and-refund' })).toBeUndefined();
    expect(answered({ answer: 'cancel-line-and-refund', data: { lines: ['1'] } })).toBeUndefined();
    expect(answered({ answer: 'cancel-line-and-refund', data: { lines: ['9'] } })).toContain('no line 9');
    expect(answered({ answer: 'move', data: { location: 'store-01' } })).toContain('already at store-01');
    expect(answered({ answer: 'cancel-line' })).toContain(
      'Choose one of: wait-for-intake, move, cancel-line-and-refund, cancel-order',
    );
    // Who has paid at a till is refunded there, with the order.
    const till = caseFrom('c', [{ code: 'order.oversold', sentence: 'x' }], {
      openedAt: at,
      without: ['cancel-line-and-refund'],
    });
    expect(answered({ answer: 'cancel-line-and-refund' }, till)).toContain('wait-for-intake, move, cancel-order');
    expect(oversold).toMatchObject({ owner: 'customer-service', answerBy: '2026-11-24T11:00:00.000Z' });
  });

  it('A move without a target, or to the present location, is refused', () => {
    const silent = caseFrom('c', [{ code: 'store.silent', sentence: 'x' }], { openedAt: at, location: 'store-01' });
    const move = (location?: string): string | undefined =>
      whyRefused({ caseId: 'c', by: 'Eva', answer: 'move', data: { location } }, { ...context, openCases: [silent] });
    expect(move()).toContain('needs a location');
    expect(move('moon')).toContain('no location moon');
    expect(move('store-01')).toContain('already at store-01');
    expect(move('dc')).toBeUndefined();
  });
});
