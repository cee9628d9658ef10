import { type Case, caseFrom, type Problem, type Resolution, whatHappened } from '../../domain/cases/case.js';
import type { Answer } from '../../domain/cases/catalogue.js';
import { keepCases, type Overtaken } from '../cases/open-cases.js';
import { asMarkdown, showInSearch } from '../cases/show-cases.js';
import { enter, type OrderState, showDetails, tell } from './state.js';

export type { Overtaken } from '../cases/open-cases.js';

export interface AskOptions {
  readonly part?: number;
  readonly location?: string;
  /** Answers that make no sense here. */
  readonly without?: readonly Answer[];
  /** Says why the question has answered itself, as soon as it has. */
  readonly overtaken?: () => string | undefined;
}

/** Where an order asks people: opens a case, waits in place, and hands the answer to the step that asked. */
export interface CaseDesk {
  ask(problems: readonly [Problem, ...Problem[]], options?: AskOptions): Promise<Resolution | Overtaken>;
  open(): readonly Case[];
}

/** Call before the first await of the workflow, so that the handlers exist when a message arrives. */
export function openCaseDesk(order: OrderState): CaseDesk {
  /** The stage in which the order was when a case was opened. */
  const stagesBefore = new Map<string, OrderState['stage']>();
  let opened = 0;

  const cases = keepCases({
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
      order.next = `${question.owner} is asked: ${whatHappened(question)}`;
      tell(order, `Case ${question.code} opened for ${question.owner}.`);
      enter(order, 'waiting-for-answer');
      show();
    },
    closed(question, outcome) {
      tell(
        order,
        outcome.answer === 'overtaken'
          ? `Case ${question.code} closed itself: ${outcome.why}`
          : `Case ${question.code} was answered ${outcome.answer} by ${outcome.by}.`,
      );
      order.next = 'The order goes on.';
      const stage = stagesBefore.get(question.caseId) ?? 'fulfilling';
      if (cases.list().length === 0) enter(order, stage === 'waiting-for-answer' ? 'fulfilling' : stage);
      show();
    },
  });

  function show(): void {
    showInSearch(cases.list());
    order.casesShown = asMarkdown(cases.list());
    showDetails(order);
  }

  async function ask(
    problems: readonly [Problem, ...Problem[]],
    { overtaken = () => undefined, ...at }: AskOptions = {},
  ): Promise<Resolution | Overtaken> {
    const already = overtaken();
    if (already) return { answer: 'overtaken', why: already };
    opened += 1;
    const caseId = `${order.brand}-${order.origin}-${order.number}-${opened}`;
    return cases.untilAnswered(caseFrom(caseId, problems, { openedAt: Date.now(), ...at }), overtaken);
  }

  return { ask, open: cases.list };
}
