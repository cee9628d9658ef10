import { Client, type Connection } from '@temporalio/client';
import type { TemporalEnvironment } from '../config/environment.js';
import { openConnection, temporalConnection } from '../config/temporal-connection.js';
import { TemporalUnreachable } from './temporal-unreachable.js';

/** A client and the connection it holds open; close the connection when done. */
export type TemporalClient = Client & { readonly connection: Connection };

/** Long enough for a cloud connection over a slow line, short enough that a person waits for the sentence. */
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Connects to Temporal.
 * @throws TemporalUnreachable when nothing answers there, the namespace is missing or the key is refused
 */
export async function connect(env: TemporalEnvironment): Promise<TemporalClient> {
  const { namespace } = env;
  let connection: Connection | undefined;
  try {
    connection = await openConnection({
      ...temporalConnection(env),
      connectTimeout: CONNECT_TIMEOUT_MS,
    });
    const open = connection;
    await open.withDeadline(Date.now() + CONNECT_TIMEOUT_MS, () =>
      open.workflowService.describeNamespace({ namespace }),
    );
    return new Client({ connection: open, namespace }) as TemporalClient;
  } catch (cause) {
    await connection?.close();
    throw new TemporalUnreachable(whyNot(env, cause), { cause });
  }
}

function whyNot({ address, namespace }: TemporalEnvironment, cause: unknown): string {
  // gRPC status codes, by their numbers on the wire.
  switch ((cause as { code?: unknown }).code) {
    case 5:
      return `Temporal at ${address} has no namespace "${namespace}". Create it (temporal operator namespace create) or set TEMPORAL_NAMESPACE.`;
    case 7:
    case 16:
      return `Temporal at ${address} refuses access to the namespace "${namespace}". Check TEMPORAL_API_KEY or the client certificate.`;
    case 'ENOENT':
      return 'The client certificate or its key cannot be read. Check TEMPORAL_TLS_CERT and TEMPORAL_TLS_KEY.';
    default:
      return `No Temporal server answers at ${address}. Start one with \`onepool up\`, or set TEMPORAL_ADDRESS.`;
  }
}
