import { asMarkdown, showInSearch } from '../cases/as-markdown.js';
import {
  type CaseRaiser,
  describeAsked,
  describeClosed,
  describeOpened,
  openCaseRaiser,
} from '../cases/case-raiser.js';
import { type OrderState, setStage, showDetails, tell } from './state.js';

/** Where an order asks people. Call before the first await of the workflow, so that the handlers exist when a message arrives. */
export function openCases(order: OrderState): CaseRaiser {
  /** The stage in which the order was when a case was opened. */
  const stagesBefore = new Map<string, OrderState['stage']>();

  const desk = openCaseRaiser(`${order.brand}-${order.origin}-${order.number}`, {
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
      order.next = describeAsked(question);
      tell(order, describeOpened(question));
      setStage(order, 'waiting-for-answer');
      show();
    },
    closed(question, outcome) {
      tell(order, describeClosed(question, outcome));
      order.next = 'The order goes on.';
      const stage = stagesBefore.get(question.caseId) ?? 'fulfilling';
      if (desk.open().length === 0) setStage(order, stage === 'waiting-for-answer' ? 'fulfilling' : stage);
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
