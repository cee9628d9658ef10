import { ApplicationFailure, condition, log, setHandler, workflowInfo } from '@temporalio/workflow';
import type { CaseActivities } from '../../activities/cases/case-records.js';
import { type Case, caseFrom, type Resolution } from '../../domain/cases/case.js';
import type { Answer } from '../../domain/cases/catalogue.js';
import { type AnswerContext, whyRefused } from '../../domain/cases/check-answer.js';
import { endless } from '../calls.js';
import { whenCancellationIsRequested } from '../keep-running.js';
import { type Accepted, resolveCase, resolveCaseBySignal } from '../messages.js';
import { records } from '../options.js';

const { recordCaseOpened, recordCaseClosed, recordRefusedAnswer } = endless<CaseActivities>(records);

/** The case closed itself: what it was about is no longer so. */
export interface AutoResolved {
  readonly answer: 'auto-resolved';
  readonly why: string;
}

/** What an answer is checked against, beside the cases themselves. */
export type CaseContext = () => Omit<AnswerContext, 'openCases' | 'answered'>;

/** The process that keeps the cases: whom they are about, what answers are checked against, and what it does when they change. */
export interface CaseKeeper {
  /** Begins the id of the case that opens when somebody asks to cancel the process. */
  readonly name: string;
  readonly brand: string;
  readonly subject: string;
  readonly context: CaseContext;
  /** An answer by signal was refused. */
  readonly refused?: (why: string) => void;
  /** A case was opened, and is shown from now on. */
  readonly opened: (open: Case) => void;
  /** A case was answered, and is no longer shown. */
  readonly closed: (closed: Case, outcome: Resolution | AutoResolved) => void;
  /** A cancellation was asked for in Temporal, and a person answered that the process goes on. */
  readonly onGoOn?: (() => void) | undefined;
  /** The same, and a person wants the order cancelled where it was placed. Only orders can be. */
  readonly onCancelOrder?: (() => Promise<void>) | undefined;
}

type RefusedAnswer = Parameters<typeof recordRefusedAnswer>[0];

export interface KeptCases {
  /** Waits in place until the case is answered or has resolved itself. */
  untilAnswered(open: Case, autoResolved: () => string | undefined): Promise<Resolution | AutoResolved>;
  list(): readonly Case[];
  /** An answer was accepted, and is not recorded yet. */
  isRecording(): boolean;
  /** The process ends: every case that is still open closes itself, none opens any more, and all is recorded. */
  end(why: string): Promise<void>;
  /** The process that was about to end goes on: what was raised since opens now, and a cancellation that nobody decided about is asked for again. */
  goOn(): void;
  /**
   * Closes the question about a cancellation: its request dies with the run, which ends or carries its other cases over. What a
   * person has answered is carried out first, with the cases that it takes.
   */
  closeQuestion(why: string): Promise<void>;
}

/** Takes answers to cases. Call before the first await of the workflow, so that the handlers exist when a message arrives. */
export function keepCases(keeper: CaseKeeper): KeptCases {
  const waiting = new Map<string, { case: Case; resolution?: Resolution }>();
  const answered = new Map<string, string>();
  /** The newest refused answer of each case that is still to be recorded. */
  const refusals = new Map<string, RefusedAnswer>();
  /** Cases of which a refused answer is being recorded now. */
  const recordingRefusals = new Set<string>();
  let recording = 0;
  let ended: string | undefined;
  let questionOver: string | undefined;
  let isAsking = false;
  let isUndecided = false;
  let aboutCancellation: Promise<void> = Promise.resolve();
  whenCancellationIsRequested(() => {
    aboutCancellation = askAboutCancellation();
  });

  const list = (): Case[] => [...waiting.values()].filter((w) => !w.resolution).map((w) => w.case);

  const refusal = (input: unknown): string | undefined => {
    try {
      return whyRefused(input, { ...keeper.context(), openCases: list(), answered });
    } catch {
      // JSON can hold what cannot even be printed, such as {"toString": 1}; a throw here would block the workflow for ever.
      return 'The answer cannot be read: caseId, answer and by are texts.';
    }
  };

  const accept = (resolution: Resolution): Accepted => {
    const entry = waiting.get(resolution.caseId);
    if (!entry) throw ApplicationFailure.nonRetryable(`There is no open case ${resolution.caseId} here.`, 'refused');
    entry.resolution = resolution;
    answered.set(resolution.caseId, `${resolution.answer} by ${resolution.by}`);
    return { accepted: `${resolution.answer} by ${resolution.by}` };
  };

  setHandler(resolveCase, accept, {
    // Synchronous on purpose: the SDK does not wait for a validator, an async one would refuse nothing.
    validator: (input) => {
      const why = refusal(input);
      if (why) throw ApplicationFailure.nonRetryable(why, 'refused');
    },
    description: 'Answers an open case: {caseId, answer, by, note?, data?}',
  });

  setHandler(resolveCaseBySignal, async (...inputs) => {
    let refusedLast: string | undefined;
    for (const input of inputs) {
      const why = refusal(input);
      if (!why) accept(input);
      else {
        refusedLast = why;
        // The last one counts; what answers no case that is open here is told to nobody.
        if (waiting.has(input?.caseId)) refusals.set(input.caseId, { caseId: input.caseId, by: textOf(input.by), why });
      }
    }
    if (refusedLast === undefined) return;
    // Once for all that waited: each entry costs as much as the whole page of the process.
    keeper.refused?.(refusedLast);
    log.warn('an answer by signal was refused', { why: refusedLast });
    await Promise.all([...refusals.keys()].map(recordRefused));
  });

  /** One record under way per case, however many signals come: the server fails a task with thousands of calls. */
  async function recordRefused(caseId: string): Promise<void> {
    if (recordingRefusals.has(caseId)) return;
    recordingRefusals.add(caseId);
    for (let next = refusals.get(caseId); next; next = refusals.get(caseId)) {
      refusals.delete(caseId);
      await recordRefusedAnswer(next);
    }
    recordingRefusals.delete(caseId);
  }

  async function untilAnswered(open: Case, autoResolved: () => string | undefined): Promise<Resolution | AutoResolved> {
    // Nobody could answer a case of a process that is gone: it waits until the process goes on after all.
    while (ended !== undefined) {
      await condition(() => ended === undefined || autoResolved() !== undefined);
      const why = autoResolved();
      if (why !== undefined) return { answer: 'auto-resolved', why };
    }
    const { caseId } = open;
    const isOver = (): string | undefined => autoResolved() ?? ended;
    const entry: { case: Case; resolution?: Resolution } = { case: open };
    waiting.set(caseId, entry);
    keeper.opened(open);
    await recordCaseOpened({
      case: open,
      brand: keeper.brand,
      workflowId: workflowInfo().workflowId,
      subject: keeper.subject,
    });
    try {
      await condition(() => entry.resolution !== undefined || isOver() !== undefined);
    } finally {
      waiting.delete(caseId);
    }
    recording += 1;
    const outcome: Resolution | AutoResolved = entry.resolution ?? {
      answer: 'auto-resolved',
      why: isOver() ?? '',
    };
    if (outcome.answer === 'auto-resolved') answered.set(caseId, `it is no longer needed (${outcome.why})`);
    keeper.closed(open, outcome);
    await recordCaseClosed({
      caseId,
      answer: outcome.answer,
      by: outcome.answer === 'auto-resolved' ? 'onepool' : outcome.by,
      ...(outcome.answer === 'auto-resolved' ? { note: outcome.why } : outcome.note ? { note: outcome.note } : {}),
    });
    recording -= 1;
    return outcome;
  }

  /** Temporal shows a second request to nobody, so one question a run is all there can be. */
  async function askAboutCancellation(): Promise<void> {
    const openedAt = Date.now();
    const without: Answer[] = keeper.onCancelOrder ? [] : ['cancel-order'];
    const sentence = `Someone asked in Temporal to cancel ${workflowInfo().workflowId}. It goes on.`;
    const problem = { code: 'system.cancel-requested', sentence } as const;
    const question = caseFrom(`${keeper.name}-cancel-${openedAt}`, [problem], { openedAt, without });
    isAsking = true;
    const { answer } = await untilAnswered(question, () => questionOver);
    isAsking = false;
    isUndecided = answer === 'auto-resolved';
    if (answer === 'cancel-order') await keeper.onCancelOrder?.();
    else if (answer !== 'auto-resolved') keeper.onGoOn?.();
  }

  const isRecording = (): boolean =>
    recording > 0 ||
    (isAsking && questionOver !== undefined) ||
    [...waiting.values()].some((w) => w.resolution !== undefined);

  async function end(why: string): Promise<void> {
    await closeQuestion(why);
    ended = why;
    await condition(() => waiting.size === 0 && !isRecording());
  }

  function goOn(): void {
    ended = undefined;
    questionOver = undefined;
    if (!isUndecided) return;
    isUndecided = false;
    aboutCancellation = askAboutCancellation();
  }

  async function closeQuestion(why: string): Promise<void> {
    questionOver = why;
    await aboutCancellation;
  }

  return { untilAnswered, list, isRecording, end, goOn, closeQuestion };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
