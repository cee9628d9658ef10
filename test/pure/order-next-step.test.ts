import { describe, expect, it } from '@jest/globals';
import { FULFILMENT_STAGES, type FulfilmentStage } from '../../domain/order/fulfilment.js';
import type { Recall } from '../../domain/order/fulfilment-state.js';
import {
  type FulfilmentFacts,
  type FulfilmentStep,
  nextOrderStep,
  nextStep,
  type OrderCondition,
  type OrderProgress,
  type OrderStep,
} from '../../domain/order/next-step.js';

/** Every combination of the values that each property may have. */
function combinations<T extends object>(values: { readonly [K in keyof T]: readonly T[K][] }): T[] {
  const keys = Object.keys(values) as (keyof T)[];
  return keys.reduce<Partial<T>[]>(
    (rows, key) => rows.flatMap((row) => values[key].map((value) => ({ ...row, [key]: value }))),
    [{}],
  ) as T[];
}

const NOW = 1_000;
const REVISION = 'now';
const STATES: readonly OrderCondition['state'][] = [
  'open',
  'on-hold',
  'waiting-for-payment',
  'archived',
  'cancelled',
  'done',
];
const RECALLS: readonly Recall[] = [
  'none',
  'wanted',
  { acceptedAtRevision: REVISION, afterwards: 'none' },
  { acceptedAtRevision: REVISION, afterwards: 'wanted' },
  { acceptedAtRevision: 'earlier', afterwards: 'none' },
  { acceptedAtRevision: 'earlier', afterwards: 'wanted' },
];

type Situation = FulfilmentFacts & { readonly state: OrderCondition['state'] };

const situations = combinations<Situation>({
  stage: Object.keys(FULFILMENT_STAGES) as FulfilmentStage[],
  recall: RECALLS,
  hasUnhandledProgress: [false, true],
  isShort: [false, true],
  dueAt: [undefined, NOW - 1, NOW, NOW + 1],
  state: STATES,
});

const stepIn = ({ state, ...fulfilment }: Situation): FulfilmentStep =>
  nextStep(fulfilment, { state, revision: REVISION }, NOW);

const hasEnded = ({ stage }: Situation): boolean => ['sent', 'cancelled', 'moved'].includes(stage);
const isAccepted = ({ recall }: Situation): boolean =>
  typeof recall === 'object' && recall.acceptedAtRevision === REVISION;
const wasChanged = ({ recall }: Situation): boolean =>
  recall === 'wanted' || (typeof recall === 'object' && recall.afterwards === 'wanted');
const isStopped = (s: Situation): boolean =>
  !isAccepted(s) && (wasChanged(s) || ['on-hold', 'waiting-for-payment', 'archived', 'cancelled'].includes(s.state));
const goesOn = (s: Situation): boolean => !hasEnded(s) && !isStopped(s);
const isAtLocation = ({ stage }: Situation): boolean => stage === 'placed' || stage === 'picked';
const isOverdue = ({ dueAt }: Situation): boolean => dueAt !== undefined && dueAt <= NOW;
const mustGiveWay = ({ stage, isShort }: Situation): boolean => stage === 'placed' && isShort;

/** When exactly each step comes, said without the order in which the rules are asked. */
const WHEN: Readonly<Record<FulfilmentStep, (s: Situation) => boolean>> = {
  end: hasEnded,
  cancel: (s) => !hasEnded(s) && isStopped(s),
  place: (s) => goesOn(s) && (s.stage === 'planned' || s.stage === 'placing'),
  'resolve-rejection': (s) => goesOn(s) && s.stage === 'rejected',
  'report-progress': (s) => goesOn(s) && isAtLocation(s) && s.hasUnhandledProgress,
  'release-allocation': (s) => goesOn(s) && !s.hasUnhandledProgress && mustGiveWay(s),
  'ask-overdue': (s) => goesOn(s) && isAtLocation(s) && !s.hasUnhandledProgress && !mustGiveWay(s) && isOverdue(s),
  wait: (s) => goesOn(s) && isAtLocation(s) && !s.hasUnhandledProgress && !mustGiveWay(s) && !isOverdue(s),
};

describe('the next step of a fulfilment', () => {
  it('Every combination of what is known of a fulfilment and its order has exactly one next step, the one that the rules name', () => {
    expect(situations).toHaveLength(8 * 6 * 2 * 2 * 4 * 6);
    const wrong = situations.filter((s) => {
      const applicable = (Object.keys(WHEN) as FulfilmentStep[]).filter((step) => WHEN[step](s));
      return applicable.length !== 1 || applicable[0] !== stepIn(s);
    });
    expect(wrong).toEqual([]);
  });

  it('Every step is the next one in some combination', () => {
    expect(new Set(situations.map(stepIn))).toEqual(new Set(Object.keys(WHEN)));
  });

  it('A fulfilment waits only where a signal or its promise can wake it', () => {
    const waiting = situations.filter((s) => stepIn(s) === 'wait');
    expect(waiting.every((s) => isAtLocation(s))).toBe(true);
  });

  it('What was accepted as it is stays accepted until the order changes again, and is then recalled if it was before', () => {
    const placed = { stage: 'placed', hasUnhandledProgress: false, isShort: false, dueAt: NOW + 1 } as const;
    const recall: Recall = { acceptedAtRevision: 'held', afterwards: 'wanted' };
    expect(nextStep({ ...placed, recall }, { state: 'on-hold', revision: 'held' }, NOW)).toBe('wait');
    expect(nextStep({ ...placed, recall }, { state: 'open', revision: 'open again' }, NOW)).toBe('cancel');
    const unchanged: Recall = { acceptedAtRevision: 'held', afterwards: 'none' };
    expect(nextStep({ ...placed, recall: unchanged }, { state: 'open', revision: 'open again' }, NOW)).toBe('wait');
  });
});

const progresses = combinations<OrderProgress>({
  state: STATES,
  mustPlan: [false, true],
  isDeciding: [false, true],
  allSettled: [false, true],
  holdsNothingOpen: [false, true],
});

const isHeld = ({ state, holdsNothingOpen }: OrderProgress): boolean =>
  ['on-hold', 'waiting-for-payment'].includes(state) || (state === 'archived' && !holdsNothingOpen);
const isPlannable = (o: OrderProgress): boolean =>
  o.mustPlan && !['cancelled', 'archived'].includes(o.state) && !isHeld(o);

const ORDER_WHEN: Readonly<Record<OrderStep, (o: OrderProgress) => boolean>> = {
  plan: (o) => isPlannable(o) && !o.isDeciding,
  end: (o) => !isHeld(o) && !isPlannable(o) && o.allSettled && !o.isDeciding,
  wait: (o) => isHeld(o) || o.isDeciding || (!isPlannable(o) && !o.allSettled),
};

describe('the next step of an order', () => {
  it('Every combination has exactly one next step, the one that the rules name', () => {
    expect(progresses).toHaveLength(6 * 2 * 2 * 2 * 2);
    const wrong = progresses.filter((o) => {
      const applicable = (Object.keys(ORDER_WHEN) as OrderStep[]).filter((step) => ORDER_WHEN[step](o));
      return applicable.length !== 1 || applicable[0] !== nextOrderStep(o);
    });
    expect(wrong).toEqual([]);
  });
});
