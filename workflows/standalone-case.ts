import {
  allHandlersFinished,
  condition,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import type { ProductActivities } from '../activities/products/index.js';
import type { StandaloneCaseActivities } from '../activities/stock/stock-cases.js';
import { type Case, caseFrom } from '../domain/cases/case.js';
import { asMarkdown, showInSearch } from './cases/as-markdown.js';
import { sentenceOf } from './cases/counterpart-case.js';
import { keepCases } from './cases/open-cases.js';
import { caseAutoResolved, type StandaloneCase } from './messages.js';
import { counterpart } from './options.js';

const { settleStandaloneCase } = proxyActivities<StandaloneCaseActivities>(counterpart);
const { settleProductCase } = proxyActivities<ProductActivities>(counterpart);

export interface StandaloneOutcome {
  readonly outcome: 'settled' | 'skipped' | 'auto-resolved';
}

/**
 * A case that belongs to no order. It stays open until a person settles or skips it, or until it is no longer needed. Opening
 * a case about the same subject in the meantime opens the same case.
 */
export async function standaloneCase(input: StandaloneCase): Promise<StandaloneOutcome> {
  let autoResolved: string | undefined;
  // A signal can be sent by hand, with anything in it.
  setHandler(caseAutoResolved, (input) => {
    autoResolved = typeof input?.why === 'string' ? input.why : 'It is no longer needed.';
  });
  const show = (): void => {
    showInSearch(cases.list());
    setCurrentDetails(asMarkdown(cases.list()));
  };
  const cases = keepCases({
    brand: input.brand,
    subject: input.subject,
    context: () => ({ couriers: [], locations: [], lines: [] }),
    opened: show,
    closed: show,
  });

  const outcome = await untilOutcome(input, async (sentence) => {
    if (autoResolved !== undefined) return 'auto-resolved';
    const { answer } = await cases.untilAnswered(caseOf(input, sentence), () => autoResolved);
    return answer === 'auto-resolved' || answer === 'skip' ? answer : 'retry';
  });
  await condition(allHandlersFinished);
  return { outcome };
}

/** Carries out answers until one settles the case. What fails is raised again, with the reason. */
async function untilOutcome(
  input: StandaloneCase,
  ask: (sentence: string) => Promise<'auto-resolved' | 'skip' | 'retry'>,
): Promise<StandaloneOutcome['outcome']> {
  let { sentence } = input.problem;
  for (;;) {
    const answer = await ask(sentence);
    if (answer === 'auto-resolved') return 'auto-resolved';
    const result = await settle(input, answer);
    if (answer === 'skip') return 'skipped';
    if (result.settled) return 'settled';
    sentence = result.sentence ?? input.problem.sentence;
  }
}

/** Each time it is raised it is a new case, as with orders. */
function caseOf(input: StandaloneCase, sentence: string): Case {
  const openedAt = Date.now();
  // One word, since people type it; subjects that differ stay different.
  const subject = encodeURIComponent(input.subject).replaceAll('%2F', '/');
  return caseFrom(`${input.brand}-${input.about.kind}-${subject}-${openedAt}`, [{ ...input.problem, sentence }], {
    openedAt,
    ...(input.location === undefined ? {} : { location: input.location }),
    ...(input.without === undefined ? {} : { without: input.without }),
  });
}

async function settle(
  { brand, about }: StandaloneCase,
  answer: 'retry' | 'skip',
): ReturnType<StandaloneCaseActivities['settleStandaloneCase']> {
  try {
    if (about.kind === 'product') return await settleProductCase({ about, answer });
    return await settleStandaloneCase({ brand, about, answer });
  } catch (err) {
    if (isCancellation(err)) throw err;
    return { settled: false, sentence: sentenceOf(err) };
  }
}
