import { readFileSync } from 'node:fs';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type { TemporalEnvironment } from '../config/environment.js';

/** A worker needs two connections: a native one to take work, and one to start and signal other workflows. */
export async function connectToTemporal(env: TemporalEnvironment) {
  const { address, namespace, apiKey, certificate } = env;
  const options = {
    address,
    ...(env.tls && {
      tls: certificate
        ? { clientCertPair: { crt: readFileSync(certificate.certPath), key: readFileSync(certificate.keyPath) } }
        : true,
    }),
    ...(apiKey && { apiKey: apiKey.reveal() }),
  };
  const native = await NativeConnection.connect(options);
  const connection = await Connection.connect(options);
  return {
    native,
    client: new Client({ connection, namespace }),
    close: async (): Promise<void> => {
      await connection.close();
      await native.close();
    },
  };
}
