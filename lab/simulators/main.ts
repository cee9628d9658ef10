import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { startCentraSimulator } from './centra/start.js';
import { fileFaults } from './file-warehouse/file-faults.js';
import type { FileWarehouseSimulator, FileWarehouseSimulatorOptions } from './file-warehouse/simulator.js';
import { worldSchema } from './kit/control-schemas.js';
import { startOngoingSimulator } from './ongoing/simulator.js';
import { startSitooSimulator } from './sitoo/start.js';

const port = z.int().min(0).default(0);

/**
 * What `node simulators.js FILE` reads from its file: which counterparts to play, in which world. In a file, because
 * credentials do not belong in the list of processes.
 */
export const simulatorsFile = z.object({
  speed: z.number().positive(),
  /** How long each answer takes, ms. */
  latencyMs: z.number().nonnegative().default(4),
  plan: z.enum(['growth', 'enhanced', 'high-volume', 'enterprise']),
  world: worldSchema,
  centra: z.object({ port, token: z.string(), webhookSecret: z.string() }).exactOptional(),
  sitoo: z.object({ port, apiId: z.string(), password: z.string() }).exactOptional(),
  wms: z
    .object({ port, user: z.string(), password: z.string(), goodsOwnerId: z.int(), webhookToken: z.string() })
    .exactOptional(),
  /** A warehouse with which files are exchanged, in place of the other. */
  fileWarehouse: z.object({ port, folder: z.string(), faults: fileFaults.exactOptional() }).exactOptional(),
});
export type SimulatorsFile = z.input<typeof simulatorsFile>;

/** The line by which the process says where the counterparts are. */
export const simulatorsReady = z.object({
  simulators: z.object({
    centra: z.string().exactOptional(),
    sitoo: z.string().exactOptional(),
    wms: z.string().exactOptional(),
    /** Where the warehouse exchanges files; `wms` is then its control API. */
    folder: z.string().exactOptional(),
  }),
});

/** Loaded when it is played: it alone reads and writes CSV. */
async function startFileWarehouse(options: FileWarehouseSimulatorOptions): Promise<FileWarehouseSimulator> {
  const { startFileWarehouseSimulator } = await import('./file-warehouse/simulator.js');
  return startFileWarehouseSimulator(options);
}

async function startAll(path: string): Promise<void> {
  const { speed, latencyMs, plan, world, centra, sitoo, wms, fileWarehouse } = simulatorsFile.parse(
    JSON.parse(readFileSync(path, 'utf8')),
  );
  const [a, b, c, d] = await Promise.all([
    centra && startCentraSimulator({ ...centra, plan, speed, world, latencyMs }),
    sitoo && startSitooSimulator({ ...sitoo, speed, world, latencyMs }),
    wms && startOngoingSimulator({ ...wms, speed, world, latencyMs }),
    fileWarehouse && startFileWarehouse({ ...fileWarehouse, world }),
  ]);
  const simulators = {
    ...(a && { centra: a.url }),
    ...(b && { sitoo: b.url }),
    ...(c && { wms: c.url }),
    ...(d && { wms: d.controlUrl, folder: d.url }),
  };
  process.stdout.write(`${JSON.stringify({ simulators })}\n`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      void Promise.all([a?.close(), b?.close(), c?.close(), d?.close()]).then(() => process.exit(0));
    });
}

const [, started, file] = process.argv;
// Imported for its types by those who start it; run only as a program.
if (started !== undefined && /simulators\/main\.js$/.test(started) && file !== undefined) await startAll(file);
