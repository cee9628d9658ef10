import type { System } from '../names.js';

/** Who must answer a case. */
export type Owner = 'retail' | 'warehouse' | 'finance' | 'customer-service' | 'integration';
export type Severity = 'low' | 'normal' | 'high';

/** What a person may answer. `auto-resolved` is not among them: that is what the process records when a case closes itself. */
export const ANSWERS = [
  'retry',
  'correct',
  'move',
  'wait-for-intake',
  'cancel-line',
  'cancel-line-and-refund',
  'cancel-order',
  'attach-to-order',
  'accept-without-order',
  'pay-original',
  'refuse',
  'go-on',
  'skip',
] as const;

export type Answer = (typeof ANSWERS)[number];

/** All cases of one code: who owns them, what happened, and what may be answered. */
export interface CaseKind {
  readonly owner: Owner;
  readonly severity: Severity;
  /** Within how long the owner promises an answer, hours. */
  readonly answerWithinHours: number;
  readonly title: string;
  readonly whatToDo: string;
  readonly answers: readonly Answer[];
  /** The systems without which nothing of this kind can happen; any installation has it when left out. */
  readonly onlyWith?: readonly System[];
}
