import { readFileSync } from 'node:fs';
import type { TemporalEnvironment } from './environment.js';

/** How every process connects to Temporal, client or worker. @throws the file system's error when a certificate cannot be read */
export function temporalConnection({ address, tls, apiKey, certificate }: TemporalEnvironment) {
  return {
    address,
    ...(tls && {
      tls: certificate
        ? { clientCertPair: { crt: readFileSync(certificate.certPath), key: readFileSync(certificate.keyPath) } }
        : true,
    }),
    ...(apiKey && { apiKey: apiKey.reveal() }),
  };
}
