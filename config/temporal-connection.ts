import { readFileSync } from 'node:fs';
import { InterceptingCall, type Interceptor, status } from '@grpc/grpc-js';
import {
  Connection,
  type ConnectionOptions,
  defaultGrpcRetryOptions,
  makeGrpcRetryInterceptor,
} from '@temporalio/client';
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

/**
 * Opens the connection that starts and signals workflows. Closing it ends the calls that still wait to be tried again:
 * the SDK begins a retry from a timer, where the refusal of a closed channel has nobody to catch it and ends the process.
 * @throws whatever `Connection.connect` throws
 */
export const openConnection = (options: Omit<ConnectionOptions, 'interceptors'>): Promise<Connection> =>
  Connection.connect({
    ...options,
    interceptors: [makeGrpcRetryInterceptor(defaultGrpcRetryOptions()), endWithTheConnection],
  });

/** Stands inside the SDK's retry: what the closed channel throws becomes the answer of the call. */
const endWithTheConnection: Interceptor = (options, nextCall) => {
  try {
    return new InterceptingCall(nextCall(options));
  } catch (cause) {
    return new InterceptingCall(endedCall(cause));
  }
};

/** A call that never leaves: whoever listens hears at once that it was cancelled. */
const endedCall = (cause: unknown): ConstructorParameters<typeof InterceptingCall>[0] => ({
  start(metadata, listener) {
    // A unary call reads its message before its status, also when there is none.
    listener?.onReceiveMessage?.(null);
    listener?.onReceiveStatus?.({ code: status.CANCELLED, details: String(cause), metadata });
  },
  sendMessage() {},
  sendMessageWithContext() {},
  startRead() {},
  halfClose() {},
  cancelWithStatus() {},
  getPeer: () => 'closed',
  getAuthContext: () => null,
});
