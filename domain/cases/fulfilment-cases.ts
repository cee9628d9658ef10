import type { CaseKind } from './kind.js';

/** What can go wrong between an order and its store or warehouse, and when its status is reported back. */
export const FULFILMENT_CASES = {
  'store.refused': {
    owner: 'integration',
    severity: 'high',
    answerWithinHours: 4,
    title: 'The tills refused the order',
    whatToDo:
      'Read the reason. Fix it and answer retry, map a SKU, move the fulfilment to another location, or cancel.',
    answers: ['retry', 'correct', 'move', 'cancel-line', 'cancel-order'],
    onlyWith: ['centra', 'sitoo'],
  },
  'store.silent': {
    owner: 'retail',
    severity: 'high',
    answerWithinHours: 2,
    title: 'The store has not acted within its promise',
    whatToDo: 'Call the store. Answer retry to wait once more, or move the fulfilment to another location.',
    answers: ['retry', 'move', 'cancel-line', 'cancel-order'],
    onlyWith: ['centra', 'sitoo'],
  },
  'store.rejected': {
    owner: 'retail',
    severity: 'high',
    answerWithinHours: 2,
    title: 'The store rejected its fulfilment and no other location has the goods',
    whatToDo:
      'Answer move with a location that can get the goods, retry when they have turned up in the store, or cancel the line or the order.',
    answers: ['retry', 'move', 'cancel-line', 'cancel-order'],
    onlyWith: ['centra', 'sitoo'],
  },
  'store.short-pick': {
    owner: 'retail',
    severity: 'high',
    answerWithinHours: 4,
    title: 'The store handed over fewer units than ordered',
    whatToDo:
      'Answer move to take the rest from another location, cancel-line to cancel the rest, or retry to wait for it.',
    answers: ['retry', 'move', 'cancel-line', 'cancel-order'],
    onlyWith: ['centra', 'sitoo'],
  },
  'warehouse.refused': {
    owner: 'integration',
    severity: 'high',
    answerWithinHours: 4,
    title: 'The warehouse system refused the order',
    whatToDo:
      'Read the reason. Fix it and answer retry, map a SKU or courier, move the fulfilment to another location, or cancel.',
    answers: ['retry', 'correct', 'move', 'cancel-line', 'cancel-order'],
  },
  'warehouse.silent': {
    owner: 'warehouse',
    severity: 'high',
    answerWithinHours: 4,
    title: 'The warehouse has not acted within its promise',
    whatToDo: 'Call the warehouse. Answer retry to wait once more, or move the fulfilment to another location.',
    answers: ['retry', 'move', 'cancel-line', 'cancel-order'],
  },
  'warehouse.error': {
    owner: 'warehouse',
    severity: 'high',
    answerWithinHours: 2,
    title: 'The order is in an error state in the warehouse system',
    whatToDo:
      'Look at the order in the warehouse system and fix it there: the case closes itself once it is worked on. Answer retry to read it again, move the fulfilment to another location, or cancel.',
    answers: ['retry', 'move', 'cancel-line', 'cancel-order'],
  },
  'warehouse.short-pick': {
    owner: 'warehouse',
    severity: 'high',
    answerWithinHours: 4,
    title: 'The warehouse sent fewer units than ordered and made no back order',
    whatToDo:
      'Answer cancel-line to cancel the rest, move to take it from another location, or retry to wait for a back order.',
    answers: ['retry', 'move', 'cancel-line', 'cancel-order'],
  },
  'warehouse.cancelled': {
    owner: 'warehouse',
    severity: 'high',
    answerWithinHours: 4,
    title: 'The warehouse or store cancelled the order on its own',
    whatToDo:
      'Find out why: onepool order show has the word of the location, if it gave one. Answer retry to place it again, move it to another location, or cancel.',
    answers: ['retry', 'move', 'cancel-line', 'cancel-order'],
  },
  'shipment.capture-failed': {
    owner: 'finance',
    severity: 'high',
    answerWithinHours: 4,
    title: 'The money for a shipment could not be captured',
    whatToDo:
      'Settle the payment with the payment provider, then answer retry. The parcel is not reported as shipped before the money is captured. Cancel the order when it will not be paid.',
    answers: ['retry', 'cancel-order'],
    onlyWith: ['centra'],
  },
  'shipment.capture-unread': {
    owner: 'finance',
    severity: 'high',
    answerWithinHours: 4,
    title: 'Whether the money for a shipment was captured cannot be read',
    whatToDo:
      'Read the reason and look at the shipment in the web shop. Answer retry to read it again, or skip when the money was captured.',
    answers: ['retry', 'skip'],
    onlyWith: ['centra'],
  },
  'shipment.incomplete': {
    owner: 'finance',
    severity: 'high',
    answerWithinHours: 4,
    title: 'Money was captured for more than has left',
    whatToDo:
      'Compare the shipment in the web shop with what left and refund or cancel the difference there. Then answer skip; answer retry when the rest has left after all.',
    answers: ['retry', 'skip'],
    onlyWith: ['centra'],
  },
  'shipment.refused': {
    owner: 'customer-service',
    severity: 'high',
    answerWithinHours: 4,
    title: 'The web shop refused the shipment',
    whatToDo:
      'Read the reason, correct the order in the web shop and answer retry. Answer skip when the web shop already shows the right state.',
    answers: ['retry', 'skip'],
    onlyWith: ['centra'],
  },
  'status.refused': {
    owner: 'integration',
    severity: 'normal',
    answerWithinHours: 8,
    title: 'The tills refused the status of a delivered order',
    whatToDo: 'Read the reason, fix it and answer retry. Answer skip when the order already shows the right state.',
    answers: ['retry', 'skip'],
    onlyWith: ['sitoo', 'wms'],
  },
  'payment.still-reserved': {
    owner: 'finance',
    severity: 'low',
    answerWithinHours: 24,
    title: 'Money stays reserved that the order does not need any more',
    whatToDo:
      'The web shop could not release it: most payment providers do not offer that. Release it with the payment provider, or let the reservation run out, then answer skip. The parcel does not wait for this.',
    answers: ['skip'],
    onlyWith: ['centra'],
  },
  'payment.differs': {
    owner: 'finance',
    severity: 'normal',
    answerWithinHours: 24,
    title: 'What was captured for an order is not what the order costs',
    whatToDo:
      'Compare the payment history in the web shop with the order. Capture what is missing with the payment provider before the reservation runs out, or refund what is too much. Then answer skip.',
    answers: ['skip'],
    onlyWith: ['centra'],
  },
  'cancel.too-late': {
    owner: 'warehouse',
    severity: 'high',
    answerWithinHours: 1,
    title: 'The order was cancelled after picking began',
    whatToDo:
      'Call the location. Answer retry when it has stopped the parcel, or skip to let the parcel go: it comes back as a return.',
    answers: ['retry', 'skip'],
  },
  'cancel.refused': {
    owner: 'customer-service',
    severity: 'high',
    answerWithinHours: 4,
    title: 'The origin of the order refused the cancellation',
    whatToDo: 'Read the reason and settle it there, then answer retry, or skip to leave the order as it is.',
    answers: ['retry', 'skip'],
  },
} as const satisfies Record<string, CaseKind>;
