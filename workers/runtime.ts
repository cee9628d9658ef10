import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';

/** The SDK's runtime, once a process and before any connection: its log goes into ours, and it stops workers on signals. */
export function installRuntime(log: Logger): void {
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      const about = { sdk: true, ...withoutNoise(meta) };
      if (level === 'ERROR') log.error(about, message);
      else log.warn(about, message);
    }),
    // Warnings of the engine are all that is seen of some faults: a completion that the server refuses again and again is one.
    telemetryOptions: { logging: { filter: { core: 'WARN', other: 'ERROR' }, forward: {} } },
    shutdownSignals: ['SIGINT', 'SIGTERM'],
  });
}

/** The SDK's runtime of a process that prints its own results; one that was installed before stays. */
export function installQuietRuntime(): void {
  if (Runtime._instance !== undefined) return;
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => {}),
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' }, forward: {} } },
    shutdownSignals: [],
  });
}

function withoutNoise(meta: Record<string | symbol, unknown> | undefined): Record<string, unknown> {
  const { error, workflowId, activityType, attempt } = (meta ?? {}) as Record<string, unknown>;
  return {
    ...(workflowId === undefined ? {} : { workflowId }),
    ...(activityType === undefined ? {} : { activityType, attempt }),
    ...(error instanceof Error ? { why: error.message } : {}),
  };
}
