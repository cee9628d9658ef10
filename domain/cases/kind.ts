/** Every exception that can wait for a person. A code never changes its meaning; operators search by it. */
export type Owner = 'retail' | 'warehouse' | 'finance' | 'customer-service' | 'integration';
export type Severity = 'low' | 'normal' | 'high';

/** What a person may answer. `overtaken` is not among them: that is what the process says when the case solved itself. */
export type Answer =
  | 'retry'
  | 'correct'
  | 'move'
  | 'wait-for-intake'
  | 'cancel-line'
  | 'cancel-line-and-refund'
  | 'cancel-order'
  | 'attach-to-order'
  | 'accept-without-order'
  | 'refuse'
  | 'skip';

export interface CaseKind {
  readonly owner: Owner;
  readonly severity: Severity;
  /** Within how long the owner promises an answer, hours. */
  readonly answerWithinHours: number;
  readonly title: string;
  readonly whatToDo: string;
  readonly answers: readonly Answer[];
}
