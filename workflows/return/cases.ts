import { asMarkdown, showInSearch } from '../cases/as-markdown.js';
import { askedInWords, type CaseDesk, closedInWords, openDesk, openedInWords } from '../cases/case-raiser.js';
import { enter, type ReturnState, show, tell } from './state.js';

/** Where a return asks people. Call before the first await of the workflow, so that the handlers exist. */
export function openReturnDesk(state: ReturnState): CaseDesk {
  const { brand, refund } = state;
  const desk = openDesk(
    `${brand}-return-${refund.number}`,
    {
      brand,
      subject: `return ${refund.number}`,
      context: () => ({ couriers: [], locations: [], lines: refund.lines.map((l) => l.line) }),
      refused: (why) => tell(state, `An answer was refused: ${why}`),
      opened(question) {
        state.next = askedInWords(question);
        tell(state, openedInWords(question));
        enter(state, 'waiting-for-answer');
        refresh();
      },
      closed(question, outcome) {
        tell(state, closedInWords(question, outcome));
        state.next = 'The return goes on.';
        enter(state, 'returning');
        refresh();
      },
    },
    { location: refund.location },
  );

  function refresh(): void {
    showInSearch(desk.open());
    state.casesShown = asMarkdown(desk.open());
    show(state);
  }

  return desk;
}
