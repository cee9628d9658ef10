import { searchAttributes } from '../../domain/search-attributes.js';
import { superviseChildren } from '../../lab/local/children.js';
import { ownDataDir } from '../../lab/local/data-dir.js';
import { startPostgres } from '../../lab/local/postgres.js';
import { defaultCacheDir, findTemporal } from '../../lab/local/temporal-program.js';
import { startTemporal } from '../../lab/local/temporal-server.js';

// One PostgreSQL and one Temporal for a whole test run. Says on one line where they are, and ends when its input does.
const say = (line: string) => void process.stderr.write(`${line}\n`);
const family = superviseChildren();
const dataDir = (await ownDataDir()).path;
family.removeAfterwards(dataDir);

async function postgres(): Promise<Record<string, string>> {
  if (process.env.ONEPOOL_TEST_POSTGRES === 'off') return {};
  const { databaseUrl } = await startPostgres({ dataDir, throwAway: true, family });
  return { ONEPOOL_TEST_DATABASE_URL: databaseUrl };
}

async function temporal(): Promise<Record<string, string>> {
  if (process.env.ONEPOOL_TEST_TEMPORAL === 'off') return {};
  const { XDG_CACHE_HOME, TEMPORAL_ADDRESS, TEMPORAL_CLI_PATH } = process.env;
  const found = await findTemporal({
    env: { address: TEMPORAL_ADDRESS, cliPath: TEMPORAL_CLI_PATH },
    cacheDir: defaultCacheDir(XDG_CACHE_HOME),
    log: say,
    downloads: ['pip', 'sdk'],
  });
  if (found.kind === 'address') return { ONEPOOL_TEST_TEMPORAL_ADDRESS: found.address };
  const server = {
    namespace: 'default',
    ui: false,
    throwAway: true,
    searchAttributes,
    // Long-lived workflows shall come to hand over to their next run within a test.
    settings: { 'limit.historyCount.suggestContinueAsNew': 200 },
  };
  const { address } = await startTemporal({ binary: found.path, dataDir, family, ...server });
  return { ONEPOOL_TEST_TEMPORAL_ADDRESS: address, ONEPOOL_TEST_TEMPORAL_PROGRAM: found.path };
}

try {
  const [database, engine] = await Promise.all([postgres(), temporal()]);
  process.stdout.write(`${JSON.stringify({ ...database, ...engine })}\n`);
  process.stdin.resume();
  await new Promise((resolve) => process.stdin.once('close', resolve));
} catch (problem) {
  say(`The servers for the tests could not be started. ${problem instanceof Error ? problem.message : problem}`);
  process.exitCode = 1;
} finally {
  await family.stop();
}
