import { parseMoney } from '../../../domain/money.js';
import type { Act, Controls } from '../../simulators/control.js';
import type { Action, OrderRef } from '../feed/lines.js';

/** What is needed to say a feed's action in the simulators' words. */
export interface FeedNames {
  readonly currency: string;
  numberOf(ref: OrderRef): number;
}

/** One act and the simulator it is for. */
export interface SimulatorAct {
  readonly system: keyof Controls;
  readonly act: Act;
}

/** Puts what customers and the people at the tills do into acts; undefined for the work of staff, which is done elsewhere. */
export function actOfCustomer(action: Action, words: FeedNames): SimulatorAct | undefined {
  const priced = <T extends { readonly price: string }>(lines: readonly T[]) =>
    lines.map(({ price, ...line }) => ({ ...line, priceMinor: parseMoney(price, words.currency).minor }));
  const { type } = action;
  switch (type) {
    case 'web.order': {
      const { lines, delivery, location, gift, giftMessage, courier, captureFails } = action;
      return {
        system: 'centra',
        act: {
          type,
          order: words.numberOf(action.order),
          lines: priced(lines),
          delivery,
          location,
          shippingOption: courier,
          // A message without the wish for a wrapping is still a gift.
          giftRequested: gift ?? giftMessage !== undefined,
          giftMessage,
          captureFails,
        },
      };
    }
    case 'web.cancel':
    case 'web.hold':
    case 'web.resume':
      return { system: 'centra', act: { type, order: words.numberOf(action.order) } };
    case 'web.edit':
      return { system: 'centra', act: { type, order: words.numberOf(action.order), cancel: action.cancel } };
    case 'pos.sale': {
      const { location, receipt, lines, deliver } = action;
      return { system: 'sitoo', act: { type, location, receipt, lines: priced(lines), deliver } };
    }
    case 'pos.refund': {
      const { location, receipt, order, lines, condition, paidOut, exchange, goodsTo, unchecked, blind } = action;
      // Goods that were bought and cannot be shown to have been: nobody tells the till what it takes back.
      const shown = order !== undefined && !blind ? words.numberOf(order) : undefined;
      return {
        system: 'sitoo',
        act: {
          type,
          location,
          receipt: blind ? undefined : receipt,
          order: shown,
          lines: priced(lines),
          condition,
          paidOut,
          exchange: exchange && priced(exchange),
          goodsTo,
          unchecked,
        },
      };
    }
    case 'web.return':
      return {
        system: 'centra',
        act: { type, order: words.numberOf(action.order), lines: action.lines, restock: action.restock },
      };
    case 'pos.intake':
    case 'pos.stocktake':
      return { system: 'sitoo', act: { type, location: action.location, lines: action.lines } };
    case 'wms.adjust':
    case 'wms.receive':
      return { system: 'wms', act: { type, sku: action.sku, quantity: action.quantity } };
    default:
      return undefined;
  }
}
