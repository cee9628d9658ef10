import { expect } from '@jest/globals';

/** Closes a simulator of a test. Fails when it has refused a call as one that breaks the contract. */
export async function closeUnrefused(rig: {
  calls(): Promise<{ readonly refusals: readonly string[] }>;
  close(): Promise<void>;
}): Promise<void> {
  const { refusals } = await rig.calls();
  await rig.close();
  expect(refusals).toEqual([]);
}
