import type { CaseKind } from './kind.js';

/** What can go wrong beside single orders: stock, products, counterparts. */
export const POOL_CASES = {
  'stock.refused': {
    owner: 'integration',
    severity: 'normal',
    answerWithinHours: 8,
    title: 'A counterpart refuses the stock of a product',
    whatToDo:
      'Read the reason. Create or correct the product there and answer retry: its stock is published again. Answer skip when its stock need not be known there.',
    answers: ['retry', 'skip'],
  },
  'stock.safety-stock-twice': {
    owner: 'integration',
    severity: 'normal',
    answerWithinHours: 24,
    title: 'Safety stock is withheld twice',
    whatToDo:
      'The brand file and the web shop both withhold units of this location. Remove one of the two, then answer retry to check again. Answer skip when both are intended.',
    answers: ['retry', 'skip'],
  },
  'product.diverges': {
    owner: 'integration',
    severity: 'normal',
    answerWithinHours: 24,
    title: 'A product differs between systems',
    whatToDo:
      'Read both values. Answer retry to let the web shop win: its value is written again, or the products are compared again once you have corrected it there. Answer skip to leave it as it is.',
    answers: ['retry', 'skip'],
  },
  'product.refused': {
    owner: 'integration',
    severity: 'normal',
    answerWithinHours: 8,
    title: 'A counterpart refuses a product',
    whatToDo:
      'Read the reason. Correct the product in the web shop and answer retry: it is written again. Answer skip when it need not be known there.',
    answers: ['retry', 'skip'],
  },
  'system.unreachable': {
    owner: 'integration',
    severity: 'high',
    answerWithinHours: 1,
    title: 'A counterpart has been unreachable for a long time',
    whatToDo: 'Check the connection and the credentials with onepool doctor, then answer retry.',
    answers: ['retry'],
  },
} as const satisfies Record<string, CaseKind>;
