import type { Cases } from '../cases/raise.js';

/** Steps that can be undone. An undo is registered before its step, because a step can take effect and lose its answer. */
export interface Undos {
  register(undo: () => Promise<void>): void;
  /** Undoes everything, the last step first. An undo that fails is a case; each is safe to repeat. */
  run(): Promise<void>;
}

export function undos(cases: Cases): Undos {
  const registered: (() => Promise<void>)[] = [];
  return {
    register: (undo) => {
      registered.push(undo);
    },
    async run() {
      for (let undo = registered.pop(); undo !== undefined; undo = registered.pop())
        await cases.runOrRaise('return.undo-failed', undo);
    },
  };
}
