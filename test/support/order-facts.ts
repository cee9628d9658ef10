import type { OrderFacts } from '../../domain/order/order-facts.js';
import { asId } from './ids.js';

/** The facts of web order 10045, open and with nothing wrong. */
export const orderFacts = (changes: Pick<OrderFacts, 'lines'> & Partial<OrderFacts>): OrderFacts => ({
  origin: 'centra',
  number: asId('10045'),
  revision: 'a',
  changedAt: 1_000,
  readAt: 1_000,
  state: 'open',
  currency: 'SEK',
  totalMinor: 100,
  addsUpToMinor: 100,
  delivery: 'home',
  courier: 'home-standard',
  gift: { requested: false, messagePresent: false },
  shipTo: 'here',
  addressMissing: [],
  attributesMissing: [],
  ...changes,
});
