import { readBrandPath, readTemporal } from '../../../config/environment.js';
import { loadBrand } from '../../../config/load-brand.js';
import { auditNow } from '../../products/audit.js';
import { startProductSync } from '../../products/start-product-sync.js';
import { workflowUrl } from '../../web-ui.js';
import { EXIT, type ExitCode, fail } from '../exit.js';
import { withTemporal } from '../open.js';
import { type JsonOption, type Shell, writeJson } from '../shell.js';
import { formatAudit } from './products-audit.js';

export interface SyncOptions extends JsonOption {
  readonly dryRun?: true;
}

/** Reads all products again and writes what differs; with `--dry-run`, prints what would be written. */
export async function syncProducts(shell: Shell, { json, dryRun }: SyncOptions): Promise<ExitCode> {
  const brand = loadBrand(readBrandPath(shell.env));
  return withTemporal(shell, async (client) => {
    if (dryRun) {
      const report = await auditNow(client, brand.brand);
      if (json) writeJson(shell, report);
      else shell.write(formatAudit(report));
      return EXIT.ok;
    }
    const workflowId = await startProductSync(client, brand, true);
    if (workflowId === undefined)
      return fail('products.sync is off in the brand file. Set it to on, or use --dry-run.');
    const url = workflowUrl(readTemporal(shell.env), workflowId);
    if (json) writeJson(shell, { workflowId, url });
    else shell.write(`Reading all products again, and writing where they differ: ${url}\n`);
    return EXIT.ok;
  });
}
