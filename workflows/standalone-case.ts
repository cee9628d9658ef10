import { allHandlersFinished, condition, setCurrentDetails, setHandler } from '@temporalio/workflow';
import type { EventActivities } from '../activities/events/refused-events.js';
import type { ProductActivities } from '../activities/products/index.js';
import type { ReconcileActivities } from '../activities/stock/reconcile/reconcile-stock.js';
import type { StandaloneCaseActivities } from '../activities/stock/stock-cases.js';
import type { TroubleActivities } from '../activities/trouble/find-trouble.js';
import { type Case, caseFrom } from '../domain/cases/case.js';
import { type Step, steps } from './calls.js';
import { asMarkdown, showInSearch } from './cases/as-markdown.js';
import { sentenceOf } from './cases/failures.js';
import { keepCases } from './cases/open-cases.js';
import { caseAutoResolved, type StandaloneCase } from './messages.js';
import { counterpart, reconciling } from './options.js';

const { settleStandaloneCase } = steps<StandaloneCaseActivities>(counterpart);
const { settleTrouble } = steps<TroubleActivities>(counterpart);
const { compareAgain } = steps<ReconcileActivities>(reconciling);
const { settleRefusedEvent } = steps<EventActivities>(counterpart);
const { settleProductCase } = steps<ProductActivities>(counterpart);

type Settled = Awaited<ReturnType<StandaloneCaseActivities['settleStandaloneCase']>>;

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
  setHandler(caseAutoResolved, (...inputs) => {
    const why = inputs.at(-1)?.why;
    autoResolved = typeof why === 'string' ? why : 'It is no longer needed.';
  });
  const show = (): void => {
    showInSearch(cases.list());
    setCurrentDetails(asMarkdown(cases.list()));
  };
  const cases = keepCases({
    name: nameOf(input),
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
  await cases.end('The case it was about is closed.');
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

/** One word, since people type it; subjects that differ stay different. */
const nameOf = ({ brand, about, subject }: StandaloneCase): string =>
  `${brand}-${about.kind}-${encodeURIComponent(subject).replaceAll('%2F', '/')}`;

/** Each time it is raised it is a new case, as with orders. */
function caseOf(input: StandaloneCase, sentence: string): Case {
  const openedAt = Date.now();
  return caseFrom(`${nameOf(input)}-${openedAt}`, [{ ...input.problem, sentence }], {
    openedAt,
    ...(input.location === undefined ? {} : { location: input.location }),
    ...(input.without === undefined ? {} : { without: input.without }),
  });
}

async function settle(input: StandaloneCase, answer: 'retry' | 'skip'): Promise<Settled> {
  const made = await settling(input, answer)?.outcome();
  // Where nothing is left to carry out, whoever answered has seen to it.
  if (made === undefined) return { settled: true };
  return made.ok ? made.done : { settled: false, sentence: sentenceOf(made.failure) };
}

function settling({ brand, about }: StandaloneCase, answer: 'retry' | 'skip'): Step<Settled> | undefined {
  switch (about.kind) {
    // Nothing is left to carry out: what it is about sees for itself what has changed.
    case 'order-changed':
    case 'unknown-order':
    case 'till-warehouse':
    case 'without-receipt':
    case 'unknown-at-tills':
    case 'token-expires':
    case 'transfer-late':
    case 'not-recorded':
      return undefined;
    case 'product':
      return settleProductCase({ about, answer });
    case 'event-refused':
      return settleRefusedEvent({ about, answer });
    case 'trouble':
      return settleTrouble({ about, answer });
    case 'not-compared':
    case 'corrected-often':
      return compareAgain({ location: about.location, answer });
    default:
      return settleStandaloneCase({ brand, about, answer });
  }
}
