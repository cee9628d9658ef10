import type { CaseKind } from './kind.js';

/** What can go wrong with goods that come back over the counter. */
export const RETURN_CASES = {
  'return.blind': {
    owner: 'customer-service',
    severity: 'normal',
    answerWithinHours: 24,
    title: 'Goods were taken back that name no order',
    whatToDo:
      'Find the web order: the case names those that fit. Answer attach-to-order with its number, or accept-without-order when no web order is behind it: the goods are then stock of the store like any others. Answer refuse when they should not have been taken back.',
    answers: ['attach-to-order', 'accept-without-order', 'refuse'],
  },
  'return.exceeds': {
    owner: 'customer-service',
    severity: 'high',
    answerWithinHours: 8,
    title: 'More was taken back than the web order has left to return',
    whatToDo:
      'Look at the order in the web shop: somebody may have returned it by post. Mend it there and answer retry. Answer accept-without-order to book what fits and take the rest as goods without an order, attach-to-order with another order, or refuse to book nothing.',
    answers: ['retry', 'attach-to-order', 'accept-without-order', 'refuse'],
  },
  'return.over-captured': {
    owner: 'finance',
    severity: 'high',
    answerWithinHours: 8,
    title: 'More money was given back than was taken',
    whatToDo:
      'Compare the receipt with the payments of the web order. Mend what is wrong and answer retry, answer skip to book it all the same, or refuse to book nothing.',
    answers: ['retry', 'skip', 'refuse'],
  },
  'return.amount-differs': {
    owner: 'finance',
    severity: 'normal',
    answerWithinHours: 24,
    title: 'Till and web shop value a return differently',
    whatToDo:
      'Find the difference: a voucher, a fee, a price that was typed in. Settle it with the customer or in the books, then answer skip. Answer refuse to take the return back out of the web shop.',
    answers: ['skip', 'refuse'],
  },
  'return.refused': {
    owner: 'customer-service',
    severity: 'high',
    answerWithinHours: 8,
    title: 'The web shop refused a return',
    whatToDo:
      'Read the reason, mend the order in the web shop and answer retry. Answer skip when the web shop already shows the right state, or refuse to undo what was booked of this refund.',
    answers: ['retry', 'skip', 'refuse'],
  },
  'return.refund-failed': {
    owner: 'finance',
    severity: 'high',
    answerWithinHours: 4,
    title: 'The customer could not be paid back',
    whatToDo:
      'Settle it with the payment provider, then answer retry. Answer skip once the customer was paid in another way.',
    answers: ['retry', 'skip'],
  },
  'return.undo-failed': {
    owner: 'integration',
    severity: 'high',
    answerWithinHours: 4,
    title: 'A return could not be taken back out of the web shop',
    whatToDo: 'Delete the return in the web shop, then answer retry. Answer skip to leave it as it is.',
    answers: ['retry', 'skip'],
  },
  'return.uninspected': {
    owner: 'retail',
    severity: 'normal',
    answerWithinHours: 8,
    title: 'Goods that came back wait to be looked at',
    whatToDo:
      'Look at the goods and tell what can be sold again with onepool return inspect. Answer skip when the till was right about all of them.',
    answers: ['skip'],
  },
  'return.not-received': {
    owner: 'warehouse',
    severity: 'normal',
    answerWithinHours: 24,
    title: 'Goods that came back in a store have not arrived in the warehouse as advised',
    whatToDo:
      'Look for them in the store and on the way. Answer retry when they have been received, or skip to take what arrived as all there is.',
    answers: ['retry', 'skip'],
  },
} as const satisfies Record<string, CaseKind>;
