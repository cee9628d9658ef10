import type { Step } from '../calls.js';
import type { Cases } from '../cases/raise.js';

export interface Undo {
  readonly step: () => Step<unknown>;
  readonly done: () => void;
}

/** Steps that can be undone. An undo is registered before its step, because a step can take effect and lose its answer. */
export interface Undos {
  register(undo: Undo): void;
  /** Undoes everything, the last step first. An undo that fails is a case; each is safe to repeat. */
  run(): Promise<void>;
}

export function undos(cases: Cases): Undos {
  const registered: Undo[] = [];
  return {
    register: (undo) => {
      registered.push(undo);
    },
    async run() {
      for (let undo = registered.pop(); undo !== undefined; undo = registered.pop())
        if ((await cases.runOrRaise('return.undo-failed', undo.step)).answer === undefined) undo.done();
    },
  };
}
