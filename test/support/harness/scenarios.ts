import { expect } from '@jest/globals';

/** Ways that something goes in a test, by what they are. */
export type Scenarios = Readonly<Record<string, () => Promise<void>>>;

/** Runs all scenarios together, each to its end, and fails with the reasons of those that failed. */
export async function runScenarios(ways: Scenarios): Promise<void> {
  const gone = await Promise.allSettled(Object.entries(ways).map(([name, way]) => named(name, way)));
  expect(gone.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []))).toEqual([]);
}

async function named(name: string, way: () => Promise<void>): Promise<void> {
  await way().catch((problem: unknown) => {
    throw new Error(`${name}: ${problem instanceof Error ? problem.message : String(problem)}`, { cause: problem });
  });
}
