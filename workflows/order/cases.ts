import { asMarkdown, showInSearch } from '../cases/as-markdown.js';
import { askedInWords, type CaseDesk, closedInWords, openDesk, openedInWords } from '../cases/case-raiser.js';
import { enter, type OrderState, showDetails, tell } from './state.js';

/** Where an order asks people. Call before the first await of the workflow, so that the handlers exist when a message arrives. */
export function openCaseDesk(order: OrderState): CaseDesk {
  /** The stage in which the order was when a case was opened. */
  const stagesBefore = new Map<string, OrderState['stage']>();

  const desk = openDesk(`${order.brand}-${order.origin}-${order.number}`, {
    brand: order.brand,
    subject: `${order.origin} ${order.number}`,
    context: () => ({
      couriers: order.settings.couriers,
      // What a till sold for delivery can only leave from a warehouse.
      locations: order.settings.locations
        .filter((l) => order.origin === 'centra' || l.kind === 'warehouse')
        .map((l) => l.id),
      lines: order.facts.lines.map((l) => l.line),
    }),
    refused: (why) => tell(order, `An answer was refused: ${why}`),
    opened(question) {
      stagesBefore.set(question.caseId, order.stage);
      order.next = askedInWords(question);
      tell(order, openedInWords(question));
      enter(order, 'waiting-for-answer');
      show();
    },
    closed(question, outcome) {
      tell(order, closedInWords(question, outcome));
      order.next = 'The order goes on.';
      const stage = stagesBefore.get(question.caseId) ?? 'fulfilling';
      if (desk.open().length === 0) enter(order, stage === 'waiting-for-answer' ? 'fulfilling' : stage);
      show();
    },
  });

  function show(): void {
    showInSearch(desk.open());
    order.casesShown = asMarkdown(desk.open());
    showDetails(order);
  }

  return desk;
}
