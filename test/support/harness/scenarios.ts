import { expect } from '@jest/globals';

/** Ways that something goes in a test, by what they are. */
export type Scenarios = Readonly<Record<string, () => Promise<void>>>;

/** Goes all ways at the same time, to the end of each, and fails with what each failed by. */
export async function runScenarios(ways: Scenarios): Promise<void> {
  const gone = await Promise.allSettled(Object.entries(ways).map(([name, way]) => named(name, way)));
  expect(gone.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []))).toEqual([]);
}

async function named(name: string, way: () => Promise<void>): Promise<void> {
  await way().catch((problem: unknown) => {
    throw new Error(`${name}: ${problem instanceof Error ? problem.message : String(problem)}`, { cause: problem });
  });
}
