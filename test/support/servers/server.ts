import { searchAttributes } from '../../../domain/search-attributes.js';
import { ownDataDir } from '../../../lab/local/data-dir.js';
import { startPostgres } from '../../../lab/local/postgres.js';
import { startProcessGroup } from '../../../lab/local/process-group.js';
import { defaultCacheDir, findTemporal } from '../../../lab/local/temporal-program.js';
import { startTemporal } from '../../../lab/local/temporal-server.js';

// One PostgreSQL or one Temporal for a whole test run: `server.ts postgres`. Prints one line of JSON with the variables
// by which tests find it, and ends when its input does.
const report = (line: string) => void process.stderr.write(`${line}\n`);
const family = startProcessGroup();
const dataDir = (await ownDataDir()).path;
family.removeAfterwards(dataDir);

async function postgres(): Promise<Record<string, string>> {
  const { databaseUrl } = await startPostgres({ dataDir, throwAway: true, family });
  return { ONEPOOL_TEST_DATABASE_URL: databaseUrl };
}

async function temporal(): Promise<Record<string, string>> {
  const { XDG_CACHE_HOME, TEMPORAL_ADDRESS, TEMPORAL_CLI_PATH } = process.env;
  const found = await findTemporal({
    env: { address: TEMPORAL_ADDRESS, cliPath: TEMPORAL_CLI_PATH },
    cacheDir: defaultCacheDir(XDG_CACHE_HOME),
    log: report,
    downloads: ['pip', 'sdk'],
  });
  if (found.kind === 'address') return { ONEPOOL_TEST_TEMPORAL_ADDRESS: found.address };
  const server = {
    namespace: 'default',
    ui: false,
    throwAway: true,
    searchAttributes,
    // Low enough for long-lived workflows to continue as new within a test.
    settings: { 'limit.historyCount.suggestContinueAsNew': 200 },
  };
  const { address } = await startTemporal({ binary: found.path, dataDir, family, ...server });
  return { ONEPOOL_TEST_TEMPORAL_ADDRESS: address, ONEPOOL_TEST_TEMPORAL_PROGRAM: found.path };
}

const [kind = ''] = process.argv.slice(2);
const start = { postgres, temporal }[kind];
try {
  if (start === undefined) throw new Error(`There is no server ${kind}: name postgres or temporal.`);
  process.stdout.write(`${JSON.stringify(await start())}\n`);
  process.stdin.resume();
  await new Promise((resolve) => process.stdin.once('close', resolve));
} catch (problem) {
  report(`The ${kind} server for the tests could not start. ${problem instanceof Error ? problem.message : problem}`);
  process.exitCode = 1;
} finally {
  await family.stop();
}
