import { type CaseKind, kind } from './kind.js';

/** What no single order is about: stock, products, counterparts. */
export const POOL_CASES = {
  'stock.refused': kind(
    'integration',
    'normal',
    8,
    'A counterpart does not take the stock of a product',
    'Read the reason. Create or mend the product there and answer retry: its stock is told anew. Answer skip when its stock need not be known there.',
    ['retry', 'skip'],
  ),
  'stock.safety-stock-twice': kind(
    'integration',
    'normal',
    24,
    'Safety stock is taken off twice',
    'The brand file and the web shop both withhold units of this location. Remove one of the two, then answer retry to compare anew. Answer skip when both are meant.',
    ['retry', 'skip'],
  ),
  'product.diverges': kind(
    'integration',
    'normal',
    24,
    'A product is not the same everywhere',
    'Read both values. Answer retry to let the web shop win: its value is written again, or the products are compared anew once you have mended it there. Answer skip to let it stand as it is.',
    ['retry', 'skip'],
  ),
  'product.refused': kind(
    'integration',
    'normal',
    8,
    'A counterpart does not take a product',
    'Read the reason. Mend the product in the web shop and answer retry: it is written anew. Answer skip when it need not be known there.',
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
