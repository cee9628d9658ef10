import { required } from './servers/required.js';

/** Address of the Temporal server of this test run. */
export function temporalAddress(): string {
  return required('ONEPOOL_TEST_TEMPORAL_ADDRESS');
}

/** The `temporal` program, for a test that starts a server of its own. */
export function temporalProgram(): string {
  return required('ONEPOOL_TEST_TEMPORAL_PROGRAM');
}

/** The namespace with our search attributes on that server. */
export const temporalNamespace = 'default';

/** How to reach that server, as `connect` and `NativeConnection` want it. */
export const temporalOfTheRun = () => ({ address: temporalAddress(), namespace: temporalNamespace, tls: false });

/** What `onepool` finds in its environment when it works with these servers. */
export const environmentOfTheRun = (databaseUrl: string) => ({
  DATABASE_URL: databaseUrl,
  TEMPORAL_ADDRESS: temporalAddress(),
  TEMPORAL_NAMESPACE: temporalNamespace,
});
