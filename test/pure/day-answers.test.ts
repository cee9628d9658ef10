import { describe, expect, it } from '@jest/globals';
import { answersTo, CASES, type CaseCode } from '../../domain/cases/catalogue.js';
import { answerTo } from '../../lab/day/play/answers.js';
import type { CaseRow } from '../../systems/database/port.js';

const known = {
  world: { currency: 'SEK', locations: [], products: [], stock: [] },
  skusOf: () => [],
};
const asked = (codes: readonly [CaseCode, ...CaseCode[]], whatHappened = ''): CaseRow => ({
  caseId: 'c-1',
  workflowId: 'return/b/sitoo/71',
  brand: 'b',
  code: codes[0],
  codes,
  owner: 'finance',
  severity: 'high',
  subject: 'return 71',
  whatHappened,
  whatToDo: '',
  answers: [...new Set(codes.flatMap((code) => answersTo(code)))],
  openedAt: '2026-03-02T09:00:00Z',
});
const answer = (codes: readonly [CaseCode, ...CaseCode[]], whatHappened?: string) =>
  answerTo(asked(codes, whatHappened), known);

describe('the staff who answer cases of returns', () => {
  it('The staff attach goods without an order to the one web order that fits', () => {
    expect(answer(['return.blind'], 'store-01 took back 1 of A. Web orders that fit: 10045.')).toEqual({
      answer: 'attach-to-order',
      data: { order: '10045' },
    });
  });

  it.each([
    ['several fit', 'Web orders that fit: 10045, 10046.'],
    ['none fits', 'No web order fits.'],
  ])('The staff accept goods without an order when %s', (_, sentence) => {
    expect(answer(['return.blind'], sentence)).toEqual({ answer: 'accept-without-order' });
  });

  it('The staff accept goods beyond the order, even when the money exceeds it too', () => {
    expect(answer(['return.exceeds'])).toEqual({ answer: 'accept-without-order' });
    expect(answer(['return.over-captured', 'return.exceeds'])).toEqual({ answer: 'accept-without-order' });
    expect(answer(['return.over-captured'])).toEqual({ answer: 'skip' });
  });

  it('The staff know an answer to every case of returns and products', () => {
    const codes = (Object.keys(CASES) as CaseCode[]).filter((code) => /^(return|product)\./.test(code));
    expect(codes.length).toBeGreaterThan(8);
    for (const code of codes) expect(answersTo(code)).toContain(answer([code])?.answer);
  });
});
