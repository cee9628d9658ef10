import type { CaseRaiser } from '../cases/case-raiser.js';
import { runOrRaiseCase } from '../cases/run-or-raise-case.js';

/** Steps that can be taken back. An undo is registered before its step, because a step can take effect and lose its answer. */
export interface Undos {
  register(undo: () => Promise<void>): void;
  /** Takes everything back, the last step first. An undo that fails is a case; each is safe to repeat. */
  run(): Promise<void>;
}

export function undos(desk: CaseRaiser): Undos {
  const registered: (() => Promise<void>)[] = [];
  return {
    register: (undo) => {
      registered.push(undo);
    },
    async run() {
      for (let undo = registered.pop(); undo !== undefined; undo = registered.pop())
        await runOrRaiseCase(desk, 'return.undo-failed', undo);
    },
  };
}
