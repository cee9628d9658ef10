import {
  ApplicationFailure,
  condition,
  log,
  proxyActivities,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { CaseActivities } from '../../activities/cases.js';
import { type Case, caseFrom, type Problem, type Resolution, whatHappened, whatToDo } from '../../domain/cases/case.js';
import type { Answer } from '../../domain/cases/catalogue.js';
import { whyRefused } from '../../domain/cases/check-answer.js';
import { resolveCase, resolveCaseBySignal } from '../messages.js';
import { records } from '../options.js';
import { CaseCodes, CaseOwners } from '../search-attributes.js';
import { enter, type OrderState, showDetails, tell } from './state.js';

const { recordCaseOpened, recordCaseClosed, recordRefusedAnswer } = proxyActivities<CaseActivities>(records);

export interface Overtaken {
  readonly answer: 'overtaken';
  readonly why: string;
}

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
  const waiting = new Map<string, { case: Case; resolution?: Resolution }>();
  const answered = new Map<string, string>();
  let opened = 0;

  const openCases = (): Case[] => [...waiting.values()].filter((w) => !w.resolution).map((w) => w.case);

  const refusal = (input: unknown): string | undefined => {
    const context = {
      openCases: openCases(),
      answered,
      couriers: order.settings.couriers,
      // What a till sold for delivery can only leave from a warehouse.
      locations: order.settings.locations
        .filter((l) => order.origin === 'centra' || l.kind === 'warehouse')
        .map((l) => l.id),
      lines: order.facts.lines.map((l) => l.line),
    };
    try {
      return whyRefused(input, context);
    } catch {
      // JSON can hold what cannot even be printed, such as {"toString": 1}; a throw here would block the order for ever.
      return 'The answer cannot be read: caseId, answer and by are texts.';
    }
  };

  const accept = (resolution: Resolution): { taken: string } => {
    const entry = waiting.get(resolution.caseId);
    if (!entry) throw ApplicationFailure.nonRetryable(`There is no open case ${resolution.caseId} here.`, 'refused');
    entry.resolution = resolution;
    answered.set(resolution.caseId, `${resolution.answer} by ${resolution.by}`);
    return { taken: `${resolution.answer} by ${resolution.by}` };
  };

  setHandler(resolveCase, accept, {
    // Synchronous on purpose: the SDK does not wait for a validator, an async one would refuse nothing.
    validator: (input) => {
      const why = refusal(input);
      if (why) throw ApplicationFailure.nonRetryable(why, 'refused');
    },
    description: 'Answers an open case: {caseId, answer, by, note?, data?}',
  });

  setHandler(resolveCaseBySignal, async (input) => {
    const why = refusal(input);
    if (!why) {
      accept(input);
      return;
    }
    tell(order, `An answer was refused: ${why}`);
    log.warn('an answer by signal was refused', { why });
    const caseId = typeof input?.caseId === 'string' ? input.caseId : '';
    const by = typeof input?.by === 'string' ? input.by : '';
    if (waiting.has(caseId)) await recordRefusedAnswer({ caseId, by, why });
  });

  const publish = (): void => {
    const cases = openCases();
    const list = (values: readonly string[]): string[] | null => (values.length > 0 ? [...new Set(values)] : null);
    upsertSearchAttributes([
      { key: CaseCodes, value: list(cases.flatMap((c) => c.codes)) },
      { key: CaseOwners, value: list(cases.map((c) => c.owner)) },
    ]);
    order.casesShown = cases.map(asMarkdown).join('\n\n');
    showDetails(order);
  };

  async function ask(
    problems: readonly [Problem, ...Problem[]],
    { overtaken = () => undefined, ...at }: AskOptions = {},
  ): Promise<Resolution | Overtaken> {
    const already = overtaken();
    if (already) return { answer: 'overtaken', why: already };
    opened += 1;
    const caseId = `${order.brand}-${order.origin}-${order.number}-${opened}`;
    const question = caseFrom(caseId, problems, { openedAt: Date.now(), ...at });
    const entry: { case: Case; resolution?: Resolution } = { case: question };
    waiting.set(caseId, entry);
    const stageBefore = order.stage;
    order.next = `${question.owner} is asked: ${whatHappened(question)}`;
    tell(order, `Case ${question.code} opened for ${question.owner}.`);
    enter(order, 'waiting-for-answer');
    publish();
    await recordCaseOpened({
      case: question,
      brand: order.brand,
      workflowId: workflowInfo().workflowId,
      subject: `${order.origin} ${order.number}`,
    });
    try {
      await condition(() => entry.resolution !== undefined || overtaken() !== undefined);
    } finally {
      waiting.delete(caseId);
    }
    const outcome: Resolution | Overtaken = entry.resolution ?? { answer: 'overtaken', why: overtaken() ?? '' };
    if (outcome.answer === 'overtaken') answered.set(caseId, `it is no longer needed (${outcome.why})`);
    tell(
      order,
      outcome.answer === 'overtaken'
        ? `Case ${question.code} closed itself: ${outcome.why}`
        : `Case ${question.code} was answered ${outcome.answer} by ${outcome.by}.`,
    );
    order.next = 'The order goes on.';
    if (openCases().length === 0) enter(order, stageBefore === 'waiting-for-answer' ? 'fulfilling' : stageBefore);
    publish();
    await recordCaseClosed({
      caseId,
      answer: outcome.answer,
      by: outcome.answer === 'overtaken' ? 'onepool' : outcome.by,
      ...(outcome.answer === 'overtaken' ? { note: outcome.why } : outcome.note ? { note: outcome.note } : {}),
    });
    return outcome;
  }

  return { ask, open: openCases };
}

const asMarkdown = (c: Case): string =>
  [
    `### ${c.code} (${c.owner}), case \`${c.caseId}\``,
    whatHappened(c),
    whatToDo(c),
    `Answers: ${c.answers.map((a) => `\`${a}\``).join(', ')}. Promised by ${c.answerBy}.`,
  ].join('\n\n');
