import type { CaseKind } from './kind.js';

/** What can go wrong with returns in stores. */
export const RETURN_CASES = {
  'return.without-receipt': {
    owner: 'customer-service',
    severity: 'low',
    answerWithinHours: 48,
    title: 'Goods were returned without a receipt today',
    whatToDo:
      'The goods are stock of the stores, like any others. List the refunds with onepool return list. Where one belongs to a web order after all, name it with onepool return attach. Answer skip when the list of the day has been looked through.',
    answers: ['skip'],
    onlyWith: ['centra', 'sitoo'],
  },
  'return.unknown-at-tills': {
    owner: 'integration',
    severity: 'normal',
    answerWithinHours: 24,
    title:
      'Shipments of web orders are not known at the tills, so that a till cannot take their goods back against them',
    whatToDo:
      'List them, each with its reason, with onepool return list --unknown-at-tills. Correct what keeps them away, and inform the store of what a customer collects there: an amount with more than two decimals cannot be written there at all. Until then a store takes such goods back without a receipt, and customer service names the web order with onepool return attach. Answer skip when the list of the day has been looked through.',
    answers: ['skip'],
    onlyWith: ['centra', 'sitoo', 'wms'],
  },
  'return.unknown-warehouse': {
    owner: 'integration',
    severity: 'high',
    answerWithinHours: 8,
    title: 'Goods were returned into a warehouse of the tills that the brand file does not name',
    whatToDo:
      'Until it is named, goods in it count as not for sale, and refunds of its tills are recorded nowhere else. Add it to the brand file: to sitooNotForSale of its store when nothing is sold from it, such as reclaims, or as a location. Then restart the worker and answer skip.',
    answers: ['skip'],
    onlyWith: ['sitoo'],
  },
  'return.blind': {
    owner: 'customer-service',
    severity: 'normal',
    answerWithinHours: 24,
    title: 'Goods were returned for an order that nobody finds',
    whatToDo:
      'Find the web order: the case names those that fit. Answer attach-to-order with its number, or accept-without-order when they belong to no web order: the goods are then stock of the store like any others. Answer refuse when they should not have been accepted.',
    answers: ['attach-to-order', 'accept-without-order', 'refuse'],
    onlyWith: ['centra', 'sitoo'],
  },
  'return.till-order-by-post': {
    owner: 'customer-service',
    severity: 'normal',
    answerWithinHours: 24,
    title: 'Goods of a till order came back to the warehouse by post',
    whatToDo:
      'The till has the money, so a store must refund the receipt there. It must not put the goods into its own stock: the warehouse has them. Answer skip when the customer has their money, or gets none.',
    answers: ['skip'],
    onlyWith: ['sitoo', 'wms'],
  },
  'return.exceeds': {
    owner: 'customer-service',
    severity: 'high',
    answerWithinHours: 8,
    title: 'More was returned than the web order has left to return',
    whatToDo:
      'Check the order in the web shop: the customer may have returned it by post. Correct it there and answer retry. Answer accept-without-order to return what fits and take the rest as goods without an order, attach-to-order with another order, or refuse to return nothing.',
    answers: ['retry', 'attach-to-order', 'accept-without-order', 'refuse'],
    onlyWith: ['centra'],
  },
  'return.over-captured': {
    owner: 'finance',
    severity: 'high',
    answerWithinHours: 8,
    title: 'More money was refunded than was captured',
    whatToDo:
      'Compare the receipt with the payments of the web order. Correct what is wrong and answer retry, skip to return the goods nevertheless, or refuse to return nothing.',
    answers: ['retry', 'skip', 'refuse'],
    onlyWith: ['centra'],
  },
  'return.payer-unclear': {
    owner: 'finance',
    severity: 'high',
    answerWithinHours: 4,
    title: 'The receipt does not say who pays the customer back',
    whatToDo:
      'Look at the payments of the receipt. Answer skip when the customer has their money or took goods for it: the web shop then records the return only. Answer pay-original when the web shop shall give the value of the return back by the original payment, or refuse to undo the return in the web shop.',
    answers: ['skip', 'pay-original', 'refuse'],
    onlyWith: ['centra', 'sitoo'],
  },
  'return.amount-differs': {
    owner: 'finance',
    severity: 'normal',
    answerWithinHours: 24,
    title: 'Till and web shop value a return differently',
    whatToDo:
      'Find the difference: a voucher, a fee, a price that was typed in. Settle it with the customer or in the accounts, then answer skip. Answer refuse to undo the return in the web shop.',
    answers: ['skip', 'refuse'],
    onlyWith: ['centra', 'sitoo'],
  },
  'return.refused': {
    owner: 'customer-service',
    severity: 'high',
    answerWithinHours: 8,
    title: 'The web shop refused a return',
    whatToDo:
      'Read the reason, correct the order in the web shop and answer retry. Answer skip when the web shop already shows the right state, or refuse to undo what was created for this refund.',
    answers: ['retry', 'skip', 'refuse'],
    onlyWith: ['centra'],
  },
  'return.refund-failed': {
    owner: 'finance',
    severity: 'high',
    answerWithinHours: 4,
    title: 'The customer could not be refunded',
    whatToDo:
      'Settle the refund with the payment provider, then answer retry. Answer skip once the customer was paid another way.',
    answers: ['retry', 'skip'],
    onlyWith: ['centra'],
  },
  'return.undo-failed': {
    owner: 'integration',
    severity: 'high',
    answerWithinHours: 4,
    title: 'A return could not be undone in the web shop',
    whatToDo: 'Delete the return in the web shop, then answer retry. Answer skip to leave it as it is.',
    answers: ['retry', 'skip'],
    onlyWith: ['centra'],
  },
  'return.uninspected': {
    owner: 'retail',
    severity: 'normal',
    answerWithinHours: 8,
    title: 'Returned goods wait to be inspected',
    whatToDo:
      'Inspect the goods and report what can be sold again with onepool return inspect. Answer skip when they are all in the condition that was reported.',
    answers: ['skip'],
  },
  'return.not-received': {
    owner: 'warehouse',
    severity: 'normal',
    answerWithinHours: 24,
    title: 'Goods returned in a store have not arrived in the warehouse as announced',
    whatToDo:
      'Look for them in the store and on the way. Answer retry when they have been received, or skip to accept that nothing more arrives.',
    answers: ['retry', 'skip'],
    onlyWith: ['sitoo', 'wms'],
  },
} as const satisfies Record<string, CaseKind>;
