import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { pathToFileURL } from 'node:url';
import { send } from '../kit/answer.js';
import { CallLog } from '../kit/call-log.js';
import { FaultPlan } from '../kit/faults.js';
import type { World } from '../kit/world.js';
import { answerControlCall, type ControlledSimulator } from '../ongoing/control-api.js';
import { attempt, textOf } from '../ongoing/exchange.js';
import { WarehouseState } from '../ongoing/warehouse-state.js';
import { Webhooks } from '../ongoing/webhooks.js';
import { Changes } from './changes.js';
import { WarehouseFolder } from './csv-files.js';
import { Deliveries } from './deliveries.js';
import { type FileFaults, fileFaults } from './file-faults.js';
import { takeRequest } from './take-requests.js';

export interface FileWarehouseSimulatorOptions {
  /** Of the control API; 0 or nothing: any free port. Loopback only. */
  readonly port?: number;
  /** Where files are exchanged. */
  readonly folder: string;
  readonly world?: World;
  /** What goes wrong with its files from the beginning. */
  readonly faults?: FileFaults;
}

const EMPTY_WORLD: World = { currency: 'SEK', locations: [], products: [], stock: [] };
const CONTROL = '/_sim/';
/** Between two looks into the folder, ms. A real warehouse looks every few minutes. */
const EXCHANGE_EVERY_MS = 200;

export interface FileWarehouseSimulator {
  /** The address of the folder, for the adapter. */
  readonly url: string;
  /** Its control API is at `/_sim` of this address. */
  readonly controlUrl: string;
  close(): Promise<void>;
}

/** A warehouse that exchanges files. Its staff, its shelves and its books are those of the other simulated warehouse. */
export async function startFileWarehouseSimulator(
  options: FileWarehouseSimulatorOptions,
): Promise<FileWarehouseSimulator> {
  const folder = new WarehouseFolder(options.folder);
  await folder.make();
  const log = new CallLog();
  const open = (world: World): WarehouseState => new WarehouseState(world, 0, () => {});
  let state = open(options.world ?? EMPTY_WORLD);
  let changes = new Changes();
  const deliveries = new Deliveries(folder);
  if (options.faults !== undefined) deliveries.faults = options.faults;
  const answered = new Map<number, Readonly<Record<string, string>>>();

  const controlled: ControlledSimulator = {
    state: () => state,
    restart: (world) => {
      state = open(world);
      changes = new Changes();
    },
    onStockMove: () => {},
    calls: () => ({ ...log.report(), files: deliveries.count }),
    faults: new FaultPlan(),
    // Nobody is told of anything: files lie there until somebody looks.
    webhooks: new Webhooks(1),
  };

  async function exchange(): Promise<void> {
    for (const why of await deliveries.readAnswers()) log.refuse(why);
    await deliveries.writeLate();
    const confirmations = [];
    for (const file of await folder.arrived()) {
      log.enter(file.kind)();
      const confirmation = answered.get(file.number) ?? takeRequest(state, file);
      answered.set(file.number, confirmation);
      confirmations.push(confirmation);
      await folder.take(file.name);
    }
    // Both at one moment: what staff do while files are written comes with the next ones.
    const files = [{ kind: 'confirmations', rows: confirmations }, ...changes.collect(state)];
    for (const { kind, rows } of files) await deliveries.write(kind, rows);
  }

  let isOpen = true;
  let working = Promise.resolve();
  const timer = setInterval(() => {
    working = working
      .then(() => (isOpen ? exchange() : undefined))
      .catch((problem: unknown) => log.refuse(String(problem)));
  }, EXCHANGE_EVERY_MS);

  function answerControl(operation: string, body: string): object {
    if (operation !== 'POST file-faults') return answerControlCall(controlled, operation, body);
    deliveries.faults = fileFaults.parse(JSON.parse(body));
    return { ok: true };
  }

  async function control(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(message);
    const path = new URL(message.url ?? '/', 'http://simulator').pathname;
    const operation = `${message.method} ${path.slice(CONTROL.length)}`;
    send(
      response,
      attempt(() => ({ status: 200, body: answerControl(operation, body) })),
    );
  }

  const server = createServer((message, response) => {
    control(message, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return {
    url: pathToFileURL(options.folder).href,
    controlUrl: `http://127.0.0.1:${port}/`,
    close: async () => {
      isOpen = false;
      clearInterval(timer);
      deliveries.close();
      controlled.webhooks.close();
      await working;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
