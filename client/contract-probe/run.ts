import { writeFile } from 'node:fs/promises';
import { type Environment, readBrandPath, readCounterparts, readDatabaseUrl } from '../../config/environment.js';
import { loadBrand } from '../../config/load-brand.js';
import { systemsOf } from '../../domain/installation.js';
import { namedWarehouses } from '../../domain/warehouse-systems.js';
import { connectSystems } from '../../systems/connect.js';
import type { Finding } from '../doctor/finding.js';
import { findingsOf } from './findings.js';
import { factsOf, probeContracts } from './probe.js';
import { reportOf } from './report.js';

/**
 * Probes the counterparts of this installation and writes the report.
 * @param options.reportFile where the report goes; nobody else may read it, although it holds no personal data
 * @throws ConfigurationProblem
 */
export async function runContractProbe(options: {
  readonly env: Environment | undefined;
  readonly reportFile: string;
  readonly done: (steps: number) => void;
}): Promise<Finding[]> {
  const brand = loadBrand(readBrandPath(options.env));
  const systems = connectSystems({
    brand,
    counterparts: readCounterparts(systemsOf(brand), options.env, namedWarehouses(brand)),
    databaseUrl: readDatabaseUrl(options.env).reveal(),
  });
  try {
    const probed = await probeContracts(systems, {
      facts: factsOf(brand.warehouse),
      currency: brand.currency,
      nowMs: Date.now(),
      done: options.done,
    });
    await writeFile(options.reportFile, `${JSON.stringify(reportOf(probed), null, 2)}\n`, { mode: 0o600 });
    return findingsOf(probed);
  } finally {
    await systems.close();
  }
}
