import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Case, Resolution } from '../domain/cases/case.js';
import type { System } from '../domain/names.js';
import type { OrderFacts } from '../domain/order/order-facts.js';
import type { PartProgress, PartStage } from '../domain/order/part.js';
import type { OrderSettings } from '../domain/order/settings.js';

/** Every signal, update and query. One object argument each, plain JSON, so that fields can be added. */

/** An order as it was last read, with what the brand says about such orders. */
export interface OrderReading {
  readonly facts: OrderFacts;
  readonly settings: OrderSettings;
}

export interface FulfilOrder extends OrderReading {
  readonly brand: string;
}

/** The follower read the order anew and something that matters had changed. */
export const orderChanged = defineSignal<[OrderReading]>('orderChanged');

/** The follower saw parts move at the store or the warehouse. Machine traffic, so a signal. */
export const partsProgressed = defineSignal<[readonly PartProgress[]]>('partsProgressed');

/** The pick-list batch of POS orders goes out. */
export const release = defineSignal<[{ readonly batch: string }]>('release');

/** A person answers a case. An Update, because a person wants to hear at once whether the answer was taken. */
export const resolveCase = defineUpdate<{ readonly taken: string }, [Resolution]>('resolveCase');

/** The same by plain signal, for the Web UI and scripts; a bad one is refused and noted, it never fails the order. */
export const resolveCaseBySignal = defineSignal<[Resolution]>('resolveCase');

export interface Story {
  readonly stage: string;
  readonly timeline: readonly { readonly at: string; readonly what: string }[];
  readonly parts: readonly {
    readonly part: number;
    readonly location: string;
    readonly stage: PartStage;
    readonly ref?: string;
  }[];
  readonly cases: readonly Case[];
  /** What the order waits for, in a sentence. */
  readonly next: string;
}

export const story = defineQuery<Story>('story');

/** Something happened at a counterpart; the follower shall look now rather than at its next round. */
export const wake = defineSignal('wake');

export interface Follow {
  readonly brand: string;
  readonly system: System;
  /** Look this often although nothing woke the follower, ms. */
  readonly everyMs: number;
  /** Gather this long after a look, so that a flood of events becomes few reads, ms. */
  readonly gatherMs: number;
  readonly woken?: boolean;
  /** The case that is open because the counterpart refuses us. */
  readonly refused?: Case;
}
