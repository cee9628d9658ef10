import { seededRandom } from '../generate/seeded-random.js';

/**
 * Kills the worker again and again, about every so many seconds, at moments that the seed decides; never when `every` is
 * left out.
 * @returns what ends it
 */
export function killWorkerRepeatedly(options: {
  readonly every: number | undefined;
  readonly worker: { kill(): void };
  readonly seed: number;
  readonly report: (sentence: string) => void;
}): () => void {
  const { every, worker, seed, report } = options;
  if (every === undefined) return () => {};
  const random = seededRandom(seed);
  let timer: NodeJS.Timeout;
  const next = () => {
    timer = setTimeout(() => {
      report('The worker is killed in the middle of its work');
      worker.kill();
      next();
    }, random.int(500, 1500) * every);
  };
  next();
  return () => clearTimeout(timer);
}
