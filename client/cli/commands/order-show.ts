import { readBrandPath, readCounterparts, readDatabaseUrl, readTemporal } from '../../../config/environment.js';
import { loadBrand } from '../../../config/load-brand.js';
import { systemsOf } from '../../../domain/installation.js';
import type { Origin } from '../../../domain/names.js';
import { namedWarehouses, warehouseKeyAt } from '../../../domain/warehouse-systems.js';
import type { OrderRow } from '../../../systems/database/port.js';
import type { Story } from '../../../workflows/messages.js';
import { type OrderSources, ordersNamed, viewOrder } from '../../order-view.js';
import { workflowUrl } from '../../web-ui.js';
import { EXIT, type ExitCode, fail } from '../exit.js';
import { explain } from '../explain.js';
import { withRecords, withTemporal } from '../open.js';
import { type JsonOption, type Shell, writeJson } from '../shell.js';
import { printOrder } from './order-print.js';

export interface OrderShowOptions extends JsonOption {
  readonly origin?: Origin;
}

/** Shows one order as records, process and systems see it. What cannot be reached is named, the rest is shown. */
export async function showOrder(shell: Shell, number: string, options: OrderShowOptions): Promise<ExitCode> {
  const temporal = readTemporal(shell.env);
  return withRecords(shell, async (records) => {
    const order = only(await ordersNamed(records, number), number, options.origin);
    const { systems, close } = await openSystems(shell);
    try {
      const sources = {
        records,
        story: (workflowId: string) => askStory(shell, workflowId),
        ...(systems && { systems }),
      };
      const view = await viewOrder(sources, order, (error) => explain(error).sentence);
      const url = workflowUrl(temporal, view.order.workflowId);
      if (options.json) writeJson(shell, { ...view, url });
      else shell.write(printOrder(view, url));
      return (view.story?.cases.length ?? 0) > 0 ? EXIT.needsPerson : EXIT.ok;
    } finally {
      await close();
    }
  });
}

function only(named: readonly OrderRow[], number: string, origin: Origin | undefined): OrderRow {
  const [order, another] = named.filter((row) => origin === undefined || row.origin === origin);
  if (order === undefined)
    return fail(`The records know no order ${number}${origin ? ` of ${origin}` : ''}. Is the follower running?`);
  if (another !== undefined)
    return fail(`Two orders have the number ${number}. Choose one with --origin centra or --origin sitoo.`, EXIT.usage);
  return order;
}

async function askStory(shell: Shell, workflowId: string): Promise<Story> {
  return withTemporal(shell, (client) =>
    client.withDeadline(Date.now() + 10_000, () => client.workflow.getHandle(workflowId).query<Story>('story')),
  );
}

/** The counterparts, when the environment says how to reach them; an order can be shown without. */
async function openSystems(
  shell: Shell,
): Promise<{ systems?: NonNullable<OrderSources['systems']>; close: () => Promise<void> }> {
  try {
    const brand = loadBrand(readBrandPath(shell.env));
    const counterparts = readCounterparts(systemsOf(brand), shell.env, namedWarehouses(brand));
    const databaseUrl = readDatabaseUrl(shell.env).reveal();
    const { connectSystems } = await import('../../../systems/connect.js');
    const systems = connectSystems({ brand, counterparts, databaseUrl });
    const { portsOf } = await import('../../../systems/absent.js');
    const ports = portsOf(systems);
    const warehouseAt = (location: string) => ports.warehouses?.get(warehouseKeyAt(brand, location)) ?? ports.wms;
    return { systems: { ...ports, warehouseAt }, close: systems.close };
  } catch (error) {
    shell.stderr(`The counterparts are not shown. ${explain(error).sentence}\n`);
    return { close: async () => {} };
  }
}
