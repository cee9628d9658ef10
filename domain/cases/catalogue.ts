import { FULFILMENT_CASES } from './fulfilment-cases.js';
import type { Answer, CaseKind } from './kind.js';
import { ORDER_CASES } from './order-cases.js';
import { POOL_CASES } from './pool-cases.js';
import { RETURN_CASES } from './return-cases.js';

export type { Answer, CaseKind, Owner, Severity } from './kind.js';

/** Every exception that can wait for a person. A code never changes its meaning; operators search by it. */
export const CASES = {
  ...ORDER_CASES,
  ...FULFILMENT_CASES,
  ...RETURN_CASES,
  ...POOL_CASES,
} as const satisfies Record<string, CaseKind>;

export type CaseCode = keyof typeof CASES;

/** What a person may answer to a problem of this kind. */
export const answersTo = (code: CaseCode): readonly Answer[] => CASES[code].answers;

export const isCaseCode = (text: string): text is CaseCode => Object.hasOwn(CASES, text);
