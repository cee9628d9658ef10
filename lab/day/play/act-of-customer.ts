import { parseMoney } from '../../../domain/money.js';
import type { Act, Controls } from '../../simulators/control.js';
import type { Action, ActionOf, OrderRef } from '../feed/lines.js';

/** What a feed calls things by, and what the simulators do. */
export interface FeedNames {
  readonly currency: string;
  numberOf(ref: OrderRef): number;
}

/** One act and the simulator it is for. */
export interface SimulatorAct {
  readonly system: keyof Controls;
  readonly act: Act;
}

/** What customers and the people at the tills do, as an act of a simulator; undefined for the work of staff, which is done elsewhere. */
export function actOfCustomer(action: Action, names: FeedNames): SimulatorAct | undefined {
  const { type } = action;
  switch (type) {
    case 'web.order':
      return { system: 'centra', act: checkoutAct(action, names) };
    case 'web.cancel':
    case 'web.hold':
    case 'web.resume':
      return { system: 'centra', act: { type, order: names.numberOf(action.order) } };
    case 'web.edit':
      return { system: 'centra', act: { type, order: names.numberOf(action.order), cancel: action.cancel } };
    case 'web.return': {
      const { lines, restock } = action;
      return { system: 'centra', act: { type, order: names.numberOf(action.order), lines, restock } };
    }
    case 'pos.sale': {
      const { location, receipt, lines, deliver } = action;
      return { system: 'sitoo', act: { type, location, receipt, lines: inMinorUnits(lines, names), deliver } };
    }
    case 'pos.refund':
      return { system: 'sitoo', act: refundAct(action, names) };
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

function checkoutAct(action: ActionOf<'web.order'>, names: FeedNames): Act {
  const { type, lines, delivery, location, gift, giftMessage, courier, captureFails } = action;
  return {
    type,
    order: names.numberOf(action.order),
    lines: inMinorUnits(lines, names),
    delivery,
    location,
    shippingOption: courier,
    // A message without a request for wrapping is still a gift.
    giftRequested: gift ?? giftMessage !== undefined,
    giftMessage,
    captureFails,
  };
}

function refundAct(action: ActionOf<'pos.refund'>, names: FeedNames): Act {
  const { type, location, receipt, order, lines, condition, paidOut, exchange, goodsTo, unchecked, blind } = action;
  return {
    type,
    location,
    // Goods that were bought and cannot be shown to have been: nobody says to the till what it takes back.
    receipt: blind ? undefined : receipt,
    order: order !== undefined && !blind ? names.numberOf(order) : undefined,
    lines: inMinorUnits(lines, names),
    condition,
    paidOut,
    exchange: exchange && inMinorUnits(exchange, names),
    goodsTo,
    unchecked,
  };
}

const inMinorUnits = <T extends { readonly price: string }>(lines: readonly T[], { currency }: FeedNames) =>
  lines.map(({ price, ...line }) => ({ ...line, priceMinor: parseMoney(price, currency).minor }));
