import type { CaseKind } from './kind.js';

/** What can be wrong with an order as a whole. */
export const ORDER_CASES = {
  'order.unreadable': {
    owner: 'integration',
    severity: 'high',
    answerWithinHours: 4,
    title: 'An order could not be read',
    whatToDo:
      'Check the order where it was placed. Correct what is wrong there; the order continues automatically once it can be read. Answer retry to read it immediately.',
    answers: ['retry'],
  },
  'order.unknown-sku': {
    owner: 'integration',
    severity: 'high',
    answerWithinHours: 4,
    title: 'The location that must pick the order does not know one of its products',
    whatToDo:
      'Create the product there and answer retry, or answer correct with mapSku to the SKU that it has there. Otherwise cancel the line or the order.',
    answers: ['retry', 'correct', 'cancel-line', 'cancel-order'],
  },
  'order.missing-courier': {
    owner: 'integration',
    severity: 'high',
    answerWithinHours: 4,
    title: 'The order names no courier of the brand file',
    whatToDo: 'Answer correct with the courier to use, or map the shipping option in the brand file and answer retry.',
    answers: ['correct', 'retry', 'cancel-order'],
  },
  'order.missing-gift-message': {
    owner: 'customer-service',
    severity: 'normal',
    answerWithinHours: 8,
    title: 'The order asks for a gift message and has none',
    whatToDo:
      'Ask the customer. Answer correct with the gift message, or add it to the order in the web shop and answer retry.',
    answers: ['correct', 'retry', 'cancel-order'],
    onlyWith: ['centra'],
  },
  'order.missing-address': {
    owner: 'customer-service',
    severity: 'high',
    answerWithinHours: 4,
    title: 'The order is for home delivery and its address is incomplete',
    whatToDo:
      'Complete the address where the order was placed, or that of the store in the brand file, then answer retry.',
    answers: ['retry', 'cancel-order'],
  },
  'order.missing-attribute': {
    owner: 'integration',
    severity: 'normal',
    answerWithinHours: 8,
    title: 'The order lacks something that the brand requires',
    whatToDo: 'Add it to the order in the web shop, then answer retry.',
    answers: ['retry', 'cancel-order'],
    onlyWith: ['centra'],
  },
  'order.invalid-quantity': {
    owner: 'integration',
    severity: 'high',
    answerWithinHours: 4,
    title: 'A line of the order has a quantity that cannot be fulfilled',
    whatToDo: 'Correct the line where the order was placed, then answer retry, or cancel the line.',
    answers: ['retry', 'cancel-line', 'cancel-order'],
  },
  'order.row-without-sku': {
    owner: 'retail',
    severity: 'normal',
    answerWithinHours: 8,
    title: 'A till order has a row that names no product',
    whatToDo:
      'Ask the store what was sold. Answer skip when it is a service, or goods that the customer has: the order goes without it. Otherwise put the product on the order in Sitoo and answer retry, or cancel the order.',
    answers: ['skip', 'retry', 'cancel-order'],
    onlyWith: ['sitoo', 'wms'],
  },
  'order.totals-mismatch': {
    owner: 'finance',
    severity: 'high',
    answerWithinHours: 8,
    title: 'The lines of the order do not add up to its total',
    whatToDo:
      'Find the difference in the web shop and correct it, then answer retry. Answer skip when the total is right after all.',
    answers: ['retry', 'skip', 'cancel-order'],
    onlyWith: ['centra'],
  },
  'order.currency-mismatch': {
    owner: 'finance',
    severity: 'high',
    answerWithinHours: 8,
    title: "The order is in a currency that is not the brand's",
    whatToDo: 'Find out how the order came about. Answer skip to fulfil it in its own currency, or cancel it.',
    answers: ['retry', 'skip', 'cancel-order'],
  },
  'order.unknown-location': {
    owner: 'integration',
    severity: 'high',
    answerWithinHours: 4,
    title: 'The order is allocated to a warehouse that the brand file does not name',
    whatToDo: 'Add the location to the brand file and answer retry, or answer move with a location that it names.',
    answers: ['retry', 'move', 'cancel-order'],
  },
  'order.unallocated': {
    owner: 'customer-service',
    severity: 'high',
    answerWithinHours: 4,
    title: 'Units of the order are not allocated to any location',
    whatToDo: 'Allocate them in the web shop and answer retry, answer move with a location, or cancel the line.',
    answers: ['retry', 'move', 'cancel-line', 'cancel-order'],
    onlyWith: ['centra'],
  },
  'order.unknown-line': {
    owner: 'integration',
    severity: 'high',
    answerWithinHours: 4,
    title: 'A line of the order is of a kind that is not known here',
    whatToDo:
      'Find out in the web shop what the line sells. Answer skip to fulfil the other lines and see to this one by hand, or cancel the order. Report the kind, so that it becomes known.',
    answers: ['retry', 'skip', 'cancel-order'],
    onlyWith: ['centra'],
  },
  'order.no-store-to-collect': {
    owner: 'integration',
    severity: 'high',
    answerWithinHours: 4,
    title:
      'Goods that are collected in a store lie in a warehouse, and the brand file does not say which store gets them',
    whatToDo:
      'Name the store with collectIn at the courier of the brand file and answer retry, answer correct with a courier that names one, or move the lines to a store that has the goods.',
    answers: ['correct', 'retry', 'move', 'cancel-order'],
  },
  'order.preorder-overdue': {
    owner: 'customer-service',
    severity: 'normal',
    answerWithinHours: 24,
    title: 'Goods that were ordered before they were in stock have not come within the promised time',
    whatToDo:
      'Ask when they come, and the customer whether to wait. Answer retry to wait as long again, or cancel-order. The case closes itself when the web shop allocates them.',
    answers: ['retry', 'cancel-order'],
    onlyWith: ['centra'],
  },
  'order.unconfirmed': {
    owner: 'retail',
    severity: 'high',
    answerWithinHours: 4,
    title: 'A warehouse has not confirmed in the web shop that it has the goods of an order',
    whatToDo:
      'Confirm or reject the allocation request in Centra: the case closes itself. Answer retry to wait as long again, or cancel-order.',
    answers: ['retry', 'cancel-order'],
    onlyWith: ['centra'],
  },
  'order.locked': {
    owner: 'customer-service',
    severity: 'high',
    answerWithinHours: 4,
    title: 'A cancellation waits, since the order is locked where it was placed',
    whatToDo:
      'Find out in Centra who locked the order and why. Unlock it there: the cancellation is then carried out and the case closes itself. Answer retry to wait as long again.',
    answers: ['retry'],
    onlyWith: ['centra'],
  },
  'order.unpaid': {
    owner: 'customer-service',
    severity: 'normal',
    answerWithinHours: 24,
    title: 'The order has waited to be paid or confirmed for longer than the brand allows',
    whatToDo:
      'Ask the customer or the payment provider, or confirm the order where it was placed. Answer retry to wait as long again, or cancel-order. The case closes itself when the order can go on.',
    answers: ['retry', 'cancel-order'],
  },
  'order.held-long': {
    owner: 'customer-service',
    severity: 'normal',
    answerWithinHours: 24,
    title: 'The order has been on hold, or archived with units that were not sent, for longer than the brand allows',
    whatToDo:
      'Find out why it is held. End the hold, or take the order out of the archive, where it was placed: the case closes itself. Answer retry to wait as long again, or cancel-order.',
    answers: ['retry', 'cancel-order'],
  },
  'order.batch-overdue': {
    owner: 'integration',
    severity: 'high',
    answerWithinHours: 2,
    title: 'No pick-list batch has taken the order',
    whatToDo:
      'Look with onepool schedules list whether the schedule of batches runs. Answer skip to send this order without a batch, retry to wait for the next one, or cancel-order.',
    answers: ['skip', 'retry', 'cancel-order'],
  },
  'order.edited-after-transfer': {
    owner: 'customer-service',
    severity: 'high',
    answerWithinHours: 2,
    title: 'The order was edited after picking began',
    whatToDo:
      'Call the location. Answer retry when it has stopped, or skip to let the parcel go as it is and handle the edit as a return.',
    answers: ['retry', 'skip'],
  },
  'order.changed-after-end': {
    owner: 'customer-service',
    severity: 'high',
    answerWithinHours: 2,
    title: 'The order no longer holds goods that have left already',
    whatToDo:
      'Find out why the order was changed after its goods had left. Stop the parcel with its carrier when that is still possible; otherwise expect it back as a return and see that the customer is refunded once. Then answer skip.',
    answers: ['skip'],
  },
  'shipment.taken-back': {
    owner: 'customer-service',
    severity: 'high',
    answerWithinHours: 2,
    title: 'A location takes back that goods have left, after that was reported where the order was placed',
    whatToDo:
      'Ask the location whether the goods have left. When they have, let it show them as sent: the case closes itself. When they have not, let it send them, or refund them like a return where the order was placed. Then answer skip.',
    answers: ['skip'],
  },
  'order.oversold': {
    owner: 'customer-service',
    severity: 'high',
    answerWithinHours: 2,
    title: 'A location holds less than it promised, and this order is the newest',
    whatToDo:
      'Ask the customer. Answer wait-for-intake when goods are on their way to the location, move with a location that has them, or cancel-line-and-refund: money that is only reserved is released with it, money that was captured already must be refunded by finance. Otherwise cancel the order. The case closes itself when the location holds enough again or has picked after all.',
    answers: ['wait-for-intake', 'move', 'cancel-line-and-refund', 'cancel-order'],
  },
} as const satisfies Record<string, CaseKind>;
