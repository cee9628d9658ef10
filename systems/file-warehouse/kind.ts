import type { WarehouseAdapter } from '../warehouse-adapter.js';
import { createFileWarehouse } from './adapter.js';
import { FILE_FACTS } from './inferred-facts.js';
import { openFolder } from './open-folder.js';

/** Any warehouse that reads and writes files. */
export const FILE_WAREHOUSE: WarehouseAdapter = {
  connect({ url, user = '', password = '', settings, timeoutMs, ...options }) {
    const { hostKey, waitForMissing: waitForMissingMs, askAfter: askAfterMs, keepFor: keepMs, ...csv } = settings.files;
    const folder = openFolder({ url, user, password, hostKey, timeoutMs });
    const port = createFileWarehouse({ ...options, folder, csv, waitForMissingMs, askAfterMs, keepMs });
    return { port, close: () => folder.close() };
  },
  facts: FILE_FACTS,
};
