import { beforeAll, it } from '@jest/globals';

/**
 * Tests that begin together and end in their own time, as orders do: each plays an order of its own, and none may mind
 * the others. Their names and failures are reported one by one.
 */
export function sideBySide(tests: Readonly<Record<string, () => Promise<void>>>): void {
  const started = new Map<string, Promise<void>>();
  beforeAll(() => {
    for (const [name, play] of Object.entries(tests)) {
      const playing = play();
      // Heard when its turn to be reported comes.
      playing.catch(() => {});
      started.set(name, playing);
    }
  });
  for (const name of Object.keys(tests)) it(name, () => started.get(name));
}
