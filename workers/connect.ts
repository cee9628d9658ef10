import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type { TemporalEnvironment } from '../config/environment.js';
import { openConnection, temporalConnection } from '../config/temporal-connection.js';

/** A worker needs two connections: a native one to take work, and one to start and signal other workflows. */
export async function connectToTemporal(env: TemporalEnvironment) {
  const options = temporalConnection(env);
  const native = await NativeConnection.connect(options);
  const connection = await openConnection(options);
  return {
    native,
    client: new Client({ connection, namespace: env.namespace }),
    close: async (): Promise<void> => {
      await connection.close();
      await native.close();
    },
  };
}
