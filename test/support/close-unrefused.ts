import { expect } from '@jest/globals';

/** Closes a simulator of a test. Fails when it has refused a call as one that breaks the contract. */
export async function closeUnrefused(harness: {
  calls(): Promise<{ readonly refusals: readonly string[] }>;
  close(): Promise<void>;
}): Promise<void> {
  const { refusals } = await harness.calls();
  await harness.close();
  expect(refusals).toEqual([]);
}
