import type { CaseKind } from './kind.js';

/** What can go wrong beside single orders: stock, products, counterparts. */
export const POOL_CASES = {
  'stock.refused': {
    owner: 'integration',
    severity: 'normal',
    answerWithinHours: 8,
    title: 'A counterpart refuses the stock of a product',
    whatToDo:
      'Read the reason. Create or correct the product there: its stock is tried again from time to time, and immediately when you answer retry. Answer skip when its stock need not be known there.',
    answers: ['retry', 'skip'],
  },
  'stock.held-by-orders': {
    owner: 'customer-service',
    severity: 'high',
    answerWithinHours: 4,
    title: 'Orders of the web shop hold units that are gone',
    whatToDo:
      'The web shop has promised these units to its orders, so it does not let them be taken out of its stock. Find the orders that are allocated there and move or cancel what cannot be delivered. What is gone is then taken out automatically; answer retry to try it now, or skip when the web shop is right.',
    answers: ['retry', 'skip'],
    onlyWith: ['centra'],
  },
  'stock.safety-stock-twice': {
    owner: 'integration',
    severity: 'normal',
    answerWithinHours: 24,
    title: 'Safety stock is withheld twice',
    whatToDo:
      'The brand file and the web shop both withhold units of this location. Remove one of the two, then answer retry to check again. Answer skip when both are intended.',
    answers: ['retry', 'skip'],
    onlyWith: ['centra'],
  },
  'product.diverges': {
    owner: 'integration',
    severity: 'normal',
    answerWithinHours: 24,
    title: 'A product differs between systems',
    whatToDo:
      'Read both values. Answer retry to let the master of products win: its value is written again, or the products are compared again once you have corrected it there. Answer skip to leave it as it is.',
    answers: ['retry', 'skip'],
  },
  'product.refused': {
    owner: 'integration',
    severity: 'normal',
    answerWithinHours: 8,
    title: 'A counterpart refuses a product',
    whatToDo:
      'Read the reason. Correct the product in its master and answer retry: it is written again. Answer skip when it need not be known there.',
    answers: ['retry', 'skip'],
  },
  'stock.corrected-often': {
    owner: 'warehouse',
    severity: 'normal',
    answerWithinHours: 24,
    title: 'The comparison corrects more stock than chance explains',
    whatToDo:
      'The figures are right again, but they will not stay so. Read the likely cause, look at one of the SKUs with onepool stock explain, and end what changes them behind our back. Then answer retry to compare the location again, or skip when the cause is known and over.',
    answers: ['retry', 'skip'],
  },
  'stock.transfer-late': {
    owner: 'retail',
    severity: 'normal',
    answerWithinHours: 24,
    title: 'Goods on their way between two locations have not arrived',
    whatToDo:
      'Find the goods: ask the location that sent them, and the carrier. Until they are received they are sold nowhere. Have what is found received there with the same shipment, or counted: the case then closes itself. Answer skip when they are lost, or were never on their way.',
    answers: ['skip'],
  },
  'stock.not-compared': {
    owner: 'integration',
    severity: 'normal',
    answerWithinHours: 8,
    title: 'The stock of a location cannot be compared with its counterparts',
    whatToDo:
      'Read the reason. The other locations were compared. Fix it and answer retry: this location is compared immediately. Answer skip to leave it to the next night.',
    answers: ['retry', 'skip'],
  },
  'warehouse.unknown-order': {
    owner: 'warehouse',
    severity: 'high',
    answerWithinHours: 4,
    title: 'The warehouse has an order with a number of ours that Onepool did not place',
    whatToDo:
      'Find out who placed it. An order of ours with the same number would overwrite it, or be taken for it: have it placed again under another number, and cancel this one in the warehouse. What leaves with it counts as a change of stock. Answer retry or skip when that is done.',
    answers: ['retry', 'skip'],
  },
  'system.token-expires': {
    owner: 'integration',
    severity: 'high',
    answerWithinHours: 48,
    title: 'The token of Centra expires soon',
    whatToDo:
      'Make a new token of the same integration in Centra, give it and the day on which it expires to every process (CENTRA_TOKEN, CENTRA_TOKEN_EXPIRES), and start them again. Without a valid token nothing of the web shop is read or written. Answer skip when that is done.',
    answers: ['skip'],
    onlyWith: ['centra'],
  },
  'system.throttled': {
    owner: 'integration',
    severity: 'normal',
    answerWithinHours: 4,
    title: 'Work has waited for its turn to call a counterpart for a long time',
    whatToDo:
      'Nothing is lost; it goes on automatically. Look with onepool doctor at what uses the budget of calls, or raise the plan with the counterpart. Answer retry to try immediately.',
    answers: ['retry'],
  },
  'system.contract-broken': {
    owner: 'integration',
    severity: 'high',
    answerWithinHours: 4,
    title: 'A counterpart answers what breaks its contract',
    whatToDo:
      'The counterpart is up; what it says of this object cannot be used. Read which field is wrong, correct the object there, then answer retry. When other objects are wrong in the same way, its interface has changed: run onepool doctor --contract and send us the report.',
    answers: ['retry'],
  },
  'system.workflow-ended': {
    owner: 'integration',
    severity: 'high',
    answerWithinHours: 1,
    title: 'A process has failed, was ended by hand, or cannot go on',
    whatToDo:
      'Read its history in Temporal. Answer retry to take it up again: nothing that it placed or paid is repeated. Answer skip when it shall stay as it is. The case closes itself when the process goes on.',
    answers: ['retry', 'skip'],
  },
  'system.not-recorded': {
    owner: 'integration',
    severity: 'high',
    answerWithinHours: 1,
    title: 'A process cannot write down where it is',
    whatToDo:
      'Our own records refuse what it writes, so it waits where it is and repeats that in pauses of up to ten minutes. Read in the log of the worker what is refused, and correct that. Answer retry once it is corrected; the case closes itself when the records take it.',
    answers: ['retry'],
  },
  'system.cancel-requested': {
    owner: 'integration',
    severity: 'high',
    answerWithinHours: 2,
    title: 'Someone asked in Temporal to cancel a process',
    whatToDo:
      'The process goes on as if nothing had been asked. Answer go-on when that is right. Answer cancel-order, where it is offered, to cancel the order where it was placed.',
    answers: ['go-on', 'cancel-order'],
  },
  'event.refused': {
    owner: 'integration',
    severity: 'normal',
    answerWithinHours: 24,
    title: 'An event of a counterpart cannot be handled',
    whatToDo:
      'Read the reason, and what was kept of the event with onepool inbox show. Nothing else waits for it, and what it announced is found by the next reading of changes in any case. Answer retry to give it to its follower again, skip to discard it.',
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
