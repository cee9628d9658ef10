import { caseFrom, whatHappened } from '../../domain/cases/case.js';
import { keepCases } from '../cases/open-cases.js';
import { asMarkdown, showInSearch } from '../cases/show-cases.js';
import type { CaseDesk } from '../order/case-desk.js';
import { enter, type ReturnState, show, tell } from './state.js';

/** Where a return asks people. Call before the first await of the workflow, so that the handlers exist. */
export function openReturnDesk(state: ReturnState): CaseDesk {
  let opened = 0;
  const cases = keepCases({
    brand: state.brand,
    subject: `return ${state.refund.number}`,
    context: () => ({ couriers: [], locations: [], lines: state.refund.lines.map((l) => l.line) }),
    refused: (why) => tell(state, `An answer was refused: ${why}`),
    opened(question) {
      state.next = `${question.owner} is asked: ${whatHappened(question)}`;
      tell(state, `Case ${question.code} opened for ${question.owner}.`);
      enter(state, 'waiting-for-answer');
      refresh();
    },
    closed(question, outcome) {
      tell(
        state,
        outcome.answer === 'overtaken'
          ? `Case ${question.code} closed itself: ${outcome.why}`
          : `Case ${question.code} was answered ${outcome.answer} by ${outcome.by}.`,
      );
      state.next = 'The return goes on.';
      enter(state, 'returning');
      refresh();
    },
  });

  function refresh(): void {
    showInSearch(cases.list());
    state.casesShown = asMarkdown(cases.list());
    show(state);
  }

  return {
    open: cases.list,
    async ask(problems, { overtaken = () => undefined, ...at } = {}) {
      const already = overtaken();
      if (already) return { answer: 'overtaken', why: already };
      opened += 1;
      const caseId = `${state.brand}-return-${state.refund.number}-${opened}`;
      const { location } = state.refund;
      return cases.untilAnswered(caseFrom(caseId, problems, { location, openedAt: Date.now(), ...at }), overtaken);
    },
  };
}
