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

const kind = (
  owner: Owner,
  severity: Severity,
  answerWithinHours: number,
  title: string,
  whatToDo: string,
  answers: readonly Answer[],
): CaseKind => ({ owner, severity, answerWithinHours, title, whatToDo, answers });

export const CASES = {
  'order.unreadable': kind(
    'integration',
    'high',
    4,
    'An order could not be understood',
    'Look at the order where it was placed. Correct what is wrong there; the order goes on by itself once it can be read. Answer retry to read it at once.',
    ['retry'],
  ),
  'order.unknown-sku': kind(
    'integration',
    'high',
    4,
    'A product of the order is not known where it must be picked',
    'Create the product there and answer retry, or answer correct with mapSku to the SKU it is known by. Otherwise cancel the line or the order.',
    ['retry', 'correct', 'cancel-line', 'cancel-order'],
  ),
  'order.missing-courier': kind(
    'integration',
    'high',
    4,
    'The order names no courier that we know',
    'Answer correct with the courier to use, or map the shipping option in the brand file and answer retry.',
    ['correct', 'retry', 'cancel-order'],
  ),
  'order.missing-gift-message': kind(
    'customer-service',
    'normal',
    8,
    'The order asks for a gift message and has none',
    'Ask the customer. Answer correct with the gift message, or add it to the order in the web shop and answer retry.',
    ['correct', 'retry', 'cancel-order'],
  ),
  'order.missing-address': kind(
    'customer-service',
    'high',
    4,
    'The order is to be sent home and its address is not complete',
    'Complete the address on the order in the web shop, then answer retry.',
    ['retry', 'cancel-order'],
  ),
  'order.missing-attribute': kind(
    'integration',
    'normal',
    8,
    'The order lacks something that the brand requires',
    'Add it to the order in the web shop, then answer retry.',
    ['retry', 'cancel-order'],
  ),
  'order.invalid-quantity': kind(
    'integration',
    'high',
    4,
    'A line of the order has a quantity that cannot be fulfilled',
    'Correct the line in the web shop, then answer retry, or cancel the line.',
    ['retry', 'cancel-line', 'cancel-order'],
  ),
  'order.totals-mismatch': kind(
    'finance',
    'high',
    8,
    'The lines of the order do not add up to its total',
    'Find the difference in the web shop and correct it, then answer retry. Answer skip when the total is right all the same.',
    ['retry', 'skip', 'cancel-order'],
  ),
  'order.currency-mismatch': kind(
    'finance',
    'high',
    8,
    'The order is in a currency that this brand does not trade in',
    'Find out how the order came about. Answer skip to fulfil it in its own currency, or cancel it.',
    ['retry', 'skip', 'cancel-order'],
  ),
  'order.unknown-location': kind(
    'integration',
    'high',
    4,
    'The order is allocated to a warehouse that the brand file does not name',
    'Add the location to the brand file and answer retry, or answer move with a location that we know.',
    ['retry', 'move', 'cancel-order'],
  ),
  'order.unallocated': kind(
    'customer-service',
    'high',
    4,
    'Units of the order are not allocated to any location',
    'Allocate them in the web shop and answer retry, answer move with a location, or cancel the line.',
    ['retry', 'move', 'cancel-line', 'cancel-order'],
  ),
  'order.edited-after-transfer': kind(
    'customer-service',
    'high',
    2,
    'The order was changed after picking began',
    'Call the location. Answer retry when it has stopped, or skip to let the parcel go as it is and take the change as a return.',
    ['retry', 'skip'],
  ),
  'order.oversold': kind(
    'customer-service',
    'high',
    2,
    'A location holds less than it promised, and this order must give way',
    'Ask the customer. Answer wait-for-intake when goods are on their way to the location, move with a location that has them, or cancel-line-and-refund: money that is only reserved is released by that, money that was captured already must be refunded by finance. Otherwise cancel the order. The case closes itself when the location holds enough again or has picked after all.',
    ['wait-for-intake', 'move', 'cancel-line-and-refund', 'cancel-order'],
  ),
  'store.refused': kind(
    'integration',
    'high',
    4,
    'The tills refused the order',
    'Read the reason. Mend it and answer retry, map a SKU, move the part to another location, or cancel.',
    ['retry', 'correct', 'move', 'cancel-line', 'cancel-order'],
  ),
  'store.silent': kind(
    'retail',
    'high',
    2,
    'The store has not acted within its promise',
    'Call the store. Answer retry to wait once more, or move the part to another location.',
    ['retry', 'move', 'cancel-line', 'cancel-order'],
  ),
  'store.rejected': kind(
    'retail',
    'high',
    2,
    'The store cannot fulfil its part and no other location has it',
    'Choose a location that can get it (move), or cancel the line or the order.',
    ['retry', 'move', 'cancel-line', 'cancel-order'],
  ),
  'store.short-pick': kind(
    'retail',
    'high',
    4,
    'The store handed over fewer units than ordered',
    'Answer move to take the rest from another location, cancel-line to cancel the rest, or retry to wait for it.',
    ['retry', 'move', 'cancel-line', 'cancel-order'],
  ),
  'warehouse.refused': kind(
    'integration',
    'high',
    4,
    'The warehouse system refused the order',
    'Read the reason. Mend it and answer retry, map a SKU or courier, move the part to another location, or cancel.',
    ['retry', 'correct', 'move', 'cancel-line', 'cancel-order'],
  ),
  'warehouse.silent': kind(
    'warehouse',
    'high',
    4,
    'The warehouse has not acted within its promise',
    'Call the warehouse. Answer retry to wait once more, or move the part to another location.',
    ['retry', 'move', 'cancel-line', 'cancel-order'],
  ),
  'warehouse.short-pick': kind(
    'warehouse',
    'high',
    4,
    'The warehouse sent fewer units than ordered and made no back order',
    'Answer cancel-line to cancel the rest, move to take it from another location, or retry to wait for a back order.',
    ['retry', 'move', 'cancel-line', 'cancel-order'],
  ),
  'warehouse.cancelled': kind(
    'warehouse',
    'high',
    4,
    'The warehouse or store cancelled the order by itself',
    'Find out why. Answer retry to place it again, move it to another location, or cancel.',
    ['retry', 'move', 'cancel-line', 'cancel-order'],
  ),
  'shipment.capture-failed': kind(
    'finance',
    'high',
    4,
    'The money for a shipment could not be captured',
    'Settle it with the payment provider, then answer retry. The parcel is not reported as shipped before the money is captured. Cancel the order when it will not be paid.',
    ['retry', 'cancel-order'],
  ),
  'shipment.incomplete': kind(
    'finance',
    'high',
    4,
    'Money was captured for more than has left',
    'Compare the shipment in the web shop with what left and refund or cancel the difference there. Then answer skip; answer retry when the rest has left after all.',
    ['retry', 'skip'],
  ),
  'shipment.refused': kind(
    'customer-service',
    'high',
    4,
    'The web shop refused the shipment',
    'Read the reason, mend the order in the web shop and answer retry. Answer skip when the web shop already shows the right state.',
    ['retry', 'skip'],
  ),
  'status.refused': kind(
    'integration',
    'normal',
    8,
    'The tills refused the status of a delivered order',
    'Read the reason, mend it and answer retry. Answer skip when the order already shows the right state.',
    ['retry', 'skip'],
  ),
  'cancel.too-late': kind(
    'warehouse',
    'high',
    1,
    'The order was cancelled after picking began',
    'Call the location. Answer retry when it has taken the order back, or skip to let the parcel go: it comes back as a return.',
    ['retry', 'skip'],
  ),
  'cancel.refused': kind(
    'customer-service',
    'high',
    4,
    'The cancellation was refused where the order was placed',
    'Read the reason and settle it there, then answer retry, or skip to leave the order as it is.',
    ['retry', 'skip'],
  ),
  'stock.refused': kind(
    'integration',
    'normal',
    8,
    'A counterpart does not take the stock of a product',
    'Read the reason. Create or mend the product there and answer retry: its stock is told anew. Answer skip when its stock need not be known there.',
    ['retry', 'skip'],
  ),
  'stock.buffer-twice': kind(
    'integration',
    'normal',
    24,
    'Safety stock is taken off twice',
    'The brand file and the web shop both withhold units of this location. Remove one of the two, then answer retry to compare anew. Answer skip when both are meant.',
    ['retry', 'skip'],
  ),
  'system.unreachable': kind(
    'integration',
    'high',
    1,
    'A counterpart could not be reached for a long time',
    'Check the connection and the credentials with onepool doctor, then answer retry.',
    ['retry'],
  ),
} as const satisfies Record<string, CaseKind>;

export type CaseCode = keyof typeof CASES;

/** What a person may answer to a problem of this kind. */
export const answersTo = (code: CaseCode): readonly Answer[] => CASES[code].answers;

export const isCaseCode = (text: string): text is CaseCode => Object.hasOwn(CASES, text);
