import {
  type Environment,
  readBrandPath,
  readCounterparts,
  readDatabaseUrl,
  readEventSecrets,
  readTemporal,
} from '../../config/environment.js';
import { loadBrand } from '../../config/load-brand.js';
import type { Brand } from '../../domain/brand.js';
import { NAMES_OF_SYSTEMS, SYSTEMS, systemsOf } from '../../domain/installation.js';
import type { System } from '../../domain/names.js';
import { namedWarehouses } from '../../domain/warehouse-systems.js';
import { connectSystems } from '../../systems/connect.js';
import { openRecords } from '../../systems/database/open-database.js';
import { checkDatabase } from '../../systems/database/served-brand.js';
import { eventSources } from '../gateway/verified-sources.js';
import { connect } from '../temporal.js';
import { checkCentraToken } from './check-centra-token.js';
import { checkSecrets } from './check-secrets.js';
import { checkSkus, knownSkus } from './check-skus.js';
import { checkSystems } from './check-systems.js';
import { checkTemporal } from './check-temporal.js';
import { type Finding, good, problem } from './finding.js';

/**
 * Checks everything that an installation needs, and changes nothing. One problem hides as little as possible of the
 * others.
 * @param explain turns what was thrown into a sentence
 * @param done called after each group of checks with how many are done, out of {@link CHECK_GROUPS}
 */
export async function examine(
  env: Environment | undefined,
  explain: (error: unknown) => string,
  done: (groups: number) => void,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  let groups = 0;
  const group = async (check: string, work: () => Finding[] | Promise<Finding[]>) => {
    try {
      findings.push(...(await work()));
    } catch (error) {
      findings.push(problem(check, explain(error)));
    }
    done(++groups);
  };

  let brand: Brand | undefined;
  await group('brand file', () => {
    brand = loadBrand(readBrandPath(env));
    const systems = [...systemsOf(brand)].map((system) => NAMES_OF_SYSTEMS[system]).join(', ');
    return [good('brand file', `${brand.brand}, ${brand.locations.length} locations, joins ${systems}`)];
  });
  await group('records', async () => {
    const records = openRecords({ databaseUrl: readDatabaseUrl(env).reveal(), maxConnections: 1 });
    try {
      await records.cases.list({ open: true }, 1);
      if (brand !== undefined) await checkDatabase(readDatabaseUrl(env).reveal(), brand.brand);
      return [
        good('records', 'PostgreSQL answers and has its tables'),
        ...checkSkus(await knownSkus(records.products)),
      ];
    } finally {
      await records.close();
    }
  });
  await group('Temporal', async () => {
    const client = await connect(readTemporal(env));
    try {
      return await checkTemporal(client, brand);
    } finally {
      await client.connection.close();
    }
  });
  await group('counterparts', async () => {
    if (brand === undefined) return [problem('counterparts', 'not checked: the brand file must be valid first.')];
    const counterparts = readCounterparts(systemsOf(brand), env, namedWarehouses(brand));
    const databaseUrl = readDatabaseUrl(env).reveal();
    const systems = connectSystems({ brand, counterparts, databaseUrl });
    try {
      return [
        ...(await checkSystems(systems, brand, explain)),
        ...(counterparts.centra ? checkCentraToken(counterparts.centra.tokenExpiresAtMs, Date.now()) : []),
      ];
    } finally {
      await systems.close();
    }
  });
  await group('webhook secrets', () => {
    // Where nobody can say which systems there are, what is missing of any of them is said.
    const systems = brand === undefined ? new Set(SYSTEMS) : sendersOf(brand);
    return checkSecrets(readEventSecrets(systems, env), systems);
  });
  return findings;
}

/** The systems of a brand that send events: a warehouse of some kinds sends none. */
export const sendersOf = (brand: Pick<Brand, 'locations' | 'warehouse'>): ReadonlySet<System> =>
  new Set(eventSources({ brand, secrets: NO_SECRETS, nowMs: Date.now }).map(({ system }) => system));

/** Who sends does not hang on whether it is known by a secret. */
const NO_SECRETS = { centra: [], wms: [], sitooUnsigned: false };

export const CHECK_GROUPS = 5;
