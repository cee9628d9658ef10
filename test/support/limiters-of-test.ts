import { afterAll } from '@jest/globals';
import { freshDatabase } from './fresh-database.js';

interface Closable {
  close(): Promise<unknown>;
}
interface LimiterOptions<System extends string> {
  readonly databaseUrl: string;
  readonly system: System;
  readonly credential: string;
  readonly maxWaitMs?: number;
}

/**
 * Limiters over a database of their own, as several processes would open them; await it at the top of a file. They close
 * after its tests, with whatever else was handed to `closeAfterwards`.
 * @returns `open`, which opens the limiter of a credential of that system
 */
export async function limitersOfTest<Limiter extends Closable, System extends string>(
  limiterOf: (options: LimiterOptions<System>) => Limiter,
  system: System,
) {
  const { databaseUrl, drop } = await freshDatabase();
  const opened: Closable[] = [];
  afterAll(async () => {
    await Promise.all(opened.map((one) => one.close()));
    await drop();
  });
  const closeAfterwards = <One extends Closable>(one: One): One => {
    opened.push(one);
    return one;
  };
  const open = (credential: string, maxWaitMs?: number): Limiter =>
    closeAfterwards(limiterOf({ databaseUrl, system, credential, ...(maxWaitMs === undefined ? {} : { maxWaitMs }) }));
  return { databaseUrl, open, closeAfterwards };
}
