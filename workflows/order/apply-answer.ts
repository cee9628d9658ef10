import type { Problem, Resolution } from '../../domain/cases/case.js';
import type { Shortage } from '../../domain/order/fulfilment-state.js';
import { shortUnits } from '../../domain/order/shortage.js';
import type { LineUnits } from '../../domain/order/split-order.js';
import type { AutoResolved } from '../cases/raise.js';
import { cancelOrder } from './cancel-order.js';
import { cancelUncoveredUnits, cancelUnits, cancelUntouchedUnits } from './cancel-units.js';
import { acceptProblems, rememberCorrection } from './corrections.js';
import { placeAgain } from './fulfilments.js';
import { move } from './move.js';
import { readProgress } from './read-order.js';
import { type FulfilmentRun, givePromiseAgain, mustBeCancelled, type OrderRun, whyMovedOn } from './run.js';
import { takeFrom } from './take-from.js';

/** Problems of the order as a whole, before a transfer. */
export interface AboutOrder {
  readonly run: OrderRun;
  /** Those that the answer is meant for. */
  readonly problems: readonly Problem[];
}

/** Units of one fulfilment. */
export interface AboutUnits {
  readonly run: FulfilmentRun;
  readonly units: readonly LineUnits[];
  /** The location has closed its order: more time would change nothing there. */
  readonly isClosed?: boolean;
  /** What the location lacks for the fulfilment. */
  readonly shortages?: readonly Shortage[];
}

/**
 * Raises a case about units of a fulfilment and carries out the answer. One that crosses with what settles the question counts for
 * nothing: the person did not know of it.
 */
export async function resolve(
  problems: readonly [Problem, ...Problem[]],
  about: AboutUnits,
  autoResolved: () => string | undefined = () => whyMovedOn(about.run),
): Promise<void> {
  const { cases, timeline } = about.run;
  const answer = await cases.raise(problems, { autoResolved });
  const why = answer.answer === 'auto-resolved' ? undefined : autoResolved();
  if (why !== undefined) timeline.add(`The answer ${answer.answer} came too late: ${why}`);
  return applyAnswer(why === undefined ? answer : { answer: 'auto-resolved', why }, about);
}

/** Carries out what a person answered. */
export async function applyAnswer(answer: Resolution | AutoResolved, about: AboutOrder | AboutUnits): Promise<void> {
  const ofUnits = 'units' in about ? about : undefined;
  switch (answer.answer) {
    case 'auto-resolved':
      // The location could not pick what it did not have; its time begins now.
      if (ofUnits?.shortages && !mustBeCancelled(ofUnits.run)) await givePromiseAgain(ofUnits.run);
      return;
    case 'retry':
      // An order as a whole is read again after every answer.
      return ofUnits && tryAgain(ofUnits);
    case 'wait-for-intake':
      for (const shortage of ofUnits?.shortages ?? []) shortage.status = 'waiting-for-goods';
      return ofUnits && givePromiseAgain(ofUnits.run);
    case 'correct':
      return rememberCorrection(about.run.order, answer);
    case 'skip':
      return 'problems' in about ? acceptProblems(about.run.order, about.problems) : undefined;
    case 'move':
      return moveTo(answer, about);
    case 'cancel-line':
      if (!('units' in about)) {
        const lines = answer.data?.lines ?? about.problems.flatMap((p) => p.lines ?? []);
        return cancelUncoveredUnits(about.run, answer.caseId, lines);
      }
      return cancelUnits(about.run, { decision: answer.caseId, units: chosen(about.units, answer) });
    case 'cancel-line-and-refund':
      return ofUnits && cancelShortUnits(answer, ofUnits);
    case 'cancel-order':
      return cancelOrder(about.run);
    case 'attach-to-order':
    case 'accept-without-order':
    case 'refuse':
    case 'go-on':
      // Answers to cases of returns, and to what was asked in Temporal.
      return;
  }
}

async function tryAgain({ run, units, isClosed }: AboutUnits): Promise<void> {
  if (isClosed) return placeAgain(run, units);
  await givePromiseAgain(run);
  const { stage } = run.fulfilment;
  if (stage === 'placed' || stage === 'picked') await readProgress(run);
}

async function moveTo({ caseId, data }: Resolution, about: AboutOrder | AboutUnits): Promise<void> {
  if (!data?.location) return;
  if ('units' in about) return move(about.run, { to: data.location, units: about.units });
  const lines = data.lines ?? about.problems.flatMap((p) => p.lines ?? []);
  return takeFrom(about.run, { decision: caseId, location: data.location, lines });
}

async function cancelShortUnits(answer: Resolution, { run, shortages = [] }: AboutUnits): Promise<void> {
  const units = chosen(shortUnits(run.order, run.fulfilment), answer);
  if (units.length > 0) return cancelUntouchedUnits(run, { decision: answer.caseId, units });
  run.timeline.add('None of the lines that were named is short; nothing was cancelled.');
  for (const shortage of shortages) shortage.status = 'new';
}

/** The units that a person chose by their lines; without a choice all of them. */
const chosen = (units: readonly LineUnits[], { data }: Resolution): LineUnits[] =>
  units.filter((u) => data?.lines?.includes(u.line) ?? true);
