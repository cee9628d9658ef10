import type { Controls } from '../../../lab/simulators/control.js';

/** Operations of counterparts, by whose they are. */
type Operations = Readonly<Partial<Record<keyof Controls, readonly string[]>>>;

const SYSTEMS = ['centra', 'sitoo', 'wms'] as const satisfies readonly (keyof Controls)[];

/**
 * Lets the next call of each of these operations go wrong once.
 * @returns what ends it, for calls that never came
 */
export async function failOnce(
  controls: Controls,
  operations: Operations,
  fault: object,
): Promise<() => Promise<void>> {
  const struck = SYSTEMS.filter((system) => operations[system]);
  for (const system of struck)
    await controls[system].post('faults', {
      rules: operations[system]?.map((operation) => ({ operation, fault, times: 1 })) ?? [],
    });
  return async () => {
    for (const system of struck) await controls[system].post('faults', { rules: [] });
  };
}
