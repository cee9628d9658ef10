import type { CentraOrderNumber, SitooOrderId } from '../../domain/ids.js';
import type { System } from '../../domain/names.js';
import type { PosOrder } from '../../domain/order/pos-order.js';
import type { WebOrder } from '../../domain/order/web-order.js';
import { SystemProblem } from '../../systems/problem.js';
import type { Dependencies } from '../dependencies.js';

/** Reads an order where it was placed; one that is gone is a refusal that a person must see. */
export function originReader({ centra, sitoo }: Pick<Dependencies, 'centra' | 'sitoo'>) {
  return {
    async web(number: CentraOrderNumber): Promise<WebOrder> {
      const order = await centra.order(number);
      if (!order) throw gone('centra', `Centra has no order ${number} any more.`);
      return order;
    },
    async pos(number: SitooOrderId): Promise<PosOrder> {
      const [order] = await sitoo.orders([number], 'orders');
      if (!order) throw gone('sitoo', `Sitoo has no order ${number} any more.`);
      return order;
    },
  };
}

export type OriginReader = ReturnType<typeof originReader>;

const gone = (system: System, sentence: string): SystemProblem =>
  new SystemProblem({ kind: 'rejected', system, operation: 'read order', sentence });
