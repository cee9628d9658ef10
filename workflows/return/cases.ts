import { asMarkdown, showInSearch } from '../cases/as-markdown.js';
import {
  type CaseRaiser,
  describeAsked,
  describeClosed,
  describeOpened,
  openCaseRaiser,
} from '../cases/case-raiser.js';
import { type ReturnState, setStage, show, tell } from './state.js';

/** Where a return asks people. Call before the first await of the workflow, so that the handlers exist. */
export function openCases(state: ReturnState): CaseRaiser {
  const { brand, refund } = state;
  const desk = openCaseRaiser(
    `${brand}-return-${refund.number}`,
    {
      brand,
      subject: `return ${refund.number}`,
      context: () => ({ couriers: [], locations: [], lines: refund.lines.map((l) => l.line) }),
      refused: (why) => tell(state, `An answer was refused: ${why}`),
      opened(question) {
        state.next = describeAsked(question);
        tell(state, describeOpened(question));
        setStage(state, 'waiting-for-answer');
        refresh();
      },
      closed(question, outcome) {
        tell(state, describeClosed(question, outcome));
        state.next = 'The return goes on.';
        setStage(state, 'returning');
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
