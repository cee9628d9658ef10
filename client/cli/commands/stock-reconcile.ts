import { readBrandPath, readTemporal } from '../../../config/environment.js';
import { loadBrand } from '../../../config/load-brand.js';
import { startReconcile } from '../../stock/reconcile.js';
import { workflowUrl } from '../../web-ui.js';
import { EXIT, type ExitCode, fail } from '../exit.js';
import { withTemporal } from '../open.js';
import { type JsonOption, type Shell, writeJson } from '../shell.js';

export interface ReconcileOptions extends JsonOption {
  readonly wait?: true;
}

/** Reconciles all levels with the counterparts now. */
export async function reconcile(shell: Shell, options: ReconcileOptions): Promise<ExitCode> {
  const { brand } = loadBrand(readBrandPath(shell.env));
  const temporal = readTemporal(shell.env);
  return withTemporal(shell, async (client) => {
    const { workflowId, alreadyRunning, result } = await startReconcile(client, brand);
    const started = { workflowId, alreadyRunning, url: workflowUrl(temporal, workflowId) };
    if (!options.json)
      shell.write(
        `${alreadyRunning ? 'A reconciliation is already running' : 'The reconciliation runs'}: ${started.url}\n`,
      );
    if (options.wait === undefined) {
      if (options.json) writeJson(shell, started);
      return EXIT.ok;
    }
    const found = await result().catch(async (error: unknown) => {
      const { WorkflowFailedError } = await import('@temporalio/client');
      if (!(error instanceof WorkflowFailedError)) throw error;
      return fail(`The reconciliation failed: ${error.cause?.message ?? error.message}`);
    });
    if (options.json) writeJson(shell, { ...started, found: found ?? null });
    else shell.write(`The reconciliation ended.${found === undefined ? '' : `\n${JSON.stringify(found, null, 2)}`}\n`);
    return EXIT.ok;
  });
}
