import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { openConnection } from '../../config/temporal-connection.js';
import { startSwallowingNetwork } from '../support/harness/proxy.js';
import { projectFiles } from '../support/sources.js';
import { temporalAddress } from '../support/temporal-of-the-run.js';
import { until } from '../support/until.js';

/** Ways to open a connection past the one that survives its own end. */
const SDK_CONNECTION = /(?<!Native)Connection\.(?:connect|lazy)\(/;

it('A call that waits to be tried again ends with its connection, and takes no process with it', async () => {
  const network = await startSwallowingNetwork(`http://${temporalAddress()}`);
  const connection = await openConnection({ address: new URL(network.url).host });
  await network.close();

  let ended: unknown;
  connection.workflowService.getSystemInfo({}).catch((cause) => {
    ended = cause;
  });
  await connection.close();

  await until(() => ended !== undefined);
  expect(ended).toMatchObject({ code: 1 });
});

it('The product opens its connections in one place', () => {
  const product = projectFiles().filter((path) => /^(workers|client|activities|systems|config)\/.*\.ts$/.test(path));

  expect(product.filter((path) => SDK_CONNECTION.test(readFileSync(path, 'utf8')))).toEqual([
    'config/temporal-connection.ts',
  ]);
});
