import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Connection } from '@temporalio/client';
import pg from 'pg';
import { ensureSearchAttributes } from '../../client/search-attributes.js';
import { searchAttributes } from '../../domain/search-attributes.js';
import { ownDataDir } from '../../lab/local/data-dir.js';
import { startPostgres } from '../../lab/local/postgres.js';
import { defaultCacheDir, findTemporal } from '../../lab/local/temporal-program.js';
import { startTemporal } from '../../lab/local/temporal-server.js';
import { temporalAddress, temporalNamespace, temporalProgram } from '../support/temporal-of-the-run.js';
import { until } from '../support/until.js';

const log = () => {};
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onepool-test-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the PostgreSQL of a run', () => {
  it('PostgreSQL keeps its data when it is started again on the same folder', async () => {
    const dataDir = (await ownDataDir()).path;
    const ask = async (databaseUrl: string, statement: string) => {
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      const { rows } = await client.query(statement);
      await client.end();
      return rows;
    };
    const first = await startPostgres({ dataDir });
    await ask(first.databaseUrl, 'create table kept as select 42 as answer');
    await first.stop();
    const second = await startPostgres({ dataDir });
    expect(await ask(second.databaseUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await second.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
});

describe('the Temporal of a run', () => {
  it('Temporal keeps its namespace when it is started again on the same folder', async () => {
    const server = {
      binary: temporalProgram(),
      dataDir: await mkdtemp(join(folder, 'temporal-')),
      namespace: 'shop',
      ui: false,
      searchAttributes,
    };
    const first = await startTemporal(server);
    await first.stop();
    const second = await startTemporal(server);
    const connection = await Connection.connect({ address: second.address });
    const described = await connection.workflowService.describeNamespace({ namespace: 'shop' });
    expect(described.namespaceInfo?.name).toBe('shop');
    await connection.close();
    await second.stop();
  });

  it('Temporal is found where TEMPORAL_ADDRESS or TEMPORAL_CLI_PATH says', async () => {
    const cacheDir = join(folder, 'empty');
    const named = await findTemporal({ env: { address: 'temporal.example:7233' }, cacheDir, log });
    expect(named).toEqual({ kind: 'address', address: 'temporal.example:7233' });
    const path = temporalProgram();
    const given = await findTemporal({ env: { cliPath: path }, cacheDir, log });
    expect(given).toEqual({ kind: 'binary', path, source: 'TEMPORAL_CLI_PATH' });
    const wrong = join(folder, 'no-temporal');
    await writeFile(wrong, '#!/bin/sh\necho something else\n', { mode: 0o755 });
    await expect(findTemporal({ env: { cliPath: wrong }, cacheDir, log })).rejects.toThrow(/TEMPORAL_CLI_PATH/);
  });

  it('A missing Temporal is reported with the three ways to get it', async () => {
    // An empty PATH: no temporal, no pip. Node is started by its full name.
    const script = `
      import { findTemporal } from './lab/local/temporal-program.ts';
      const env = { cliPath: undefined, address: undefined };
      await findTemporal({ env, cacheDir: ${JSON.stringify(join(folder, 'none'))}, log: () => {}, downloads: ['pip'] })
        .catch((problem) => process.stdout.write(problem.message));`;
    const nothing = join(folder, 'no-programs');
    await mkdir(nothing);
    const args = ['--import', './test/support/typescript.mjs', '--input-type=module', '-e', script];
    const said = await new Promise<string>((resolve, reject) => {
      execFile(process.execPath, args, { env: { PATH: nothing } }, (problem, stdout) =>
        problem ? reject(problem) : resolve(stdout),
      );
    });
    expect(said).toMatch(/on the PATH.*TEMPORAL_CLI_PATH.*TEMPORAL_ADDRESS.*there is no pip/s);
  });

  it('Downloaded programs are kept outside the checkout', () => {
    expect(defaultCacheDir('/somewhere')).toBe('/somewhere/onepool');
    expect(defaultCacheDir()).toMatch(/\.cache\/onepool$/);
  });
});

describe('search attributes', () => {
  it('Search attributes can be registered on a running server again and again, and are usable afterwards', async () => {
    const connection = await Connection.connect({ address: temporalAddress() });
    const wanted = { OnepoolTestCode: 'Keyword', ...searchAttributes } as const;
    await Promise.all([1, 2].map(() => ensureSearchAttributes(connection, temporalNamespace, wanted)));
    await ensureSearchAttributes(connection, temporalNamespace, wanted);
    const query = "OnepoolTestCode = 'x' AND OnepoolStage = 'y'";
    const found = await until(() =>
      connection.workflowService.countWorkflowExecutions({ namespace: temporalNamespace, query }),
    );
    expect(Number(found.count)).toBe(0);
    const otherKind = { OnepoolStage: 'Int' } as const;
    await expect(ensureSearchAttributes(connection, temporalNamespace, otherKind)).rejects.toThrow(/is not a Int/);
    await connection.close();
  });
});
