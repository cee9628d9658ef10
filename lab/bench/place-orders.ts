import type { ActResult, Controls } from '../simulators/control.js';
import type { HappyOrders, Kind } from './happy-orders.js';

/** Customers place so many orders, of these kinds by turns, all at the same moment. @throws Error when one is refused */
export async function placeOrders(
  { controls, orders }: { readonly controls: Controls; readonly orders: HappyOrders },
  kinds: readonly Kind[],
  count: number,
): Promise<readonly ActResult[]> {
  const wanted = Array.from({ length: count }, (_, nth) => orders.next(kinds[nth % kinds.length] ?? 'warehouse'));
  const at = (system: 'centra' | 'sitoo') => wanted.filter((one) => one.system === system).map((one) => one.act);
  const placed = await Promise.all([controls.centra.act(at('centra')), controls.sitoo.act(at('sitoo'))]);
  const results = placed.flat();
  const refused = results.find((result) => !result.ok);
  if (refused) throw new Error(`An order could not be placed: ${refused.error}`);
  return results;
}
