import { SystemProblem } from '../../../systems/problem.js';

/** A counterpart takes nothing of a place, whatever the SKU: its warehouse is gone there, or we have a wrong number for it. */
export class PositionsRefused extends SystemProblem {
  readonly location: string;

  constructor(location: string, { system, operation, message }: SystemProblem) {
    super({ kind: 'rejected', system, operation, sentence: `Nothing of ${location} is taken. ${message}` });
    this.location = location;
  }
}
