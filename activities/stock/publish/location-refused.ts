import { SystemProblem } from '../../../systems/problem.js';

/** A counterpart takes no stock of a location, whatever the SKU: its warehouse is gone there, or we have a wrong number for it. */
export class LocationRefused extends SystemProblem {
  readonly location: string;

  constructor(location: string, { system, operation, message }: SystemProblem) {
    super({ kind: 'rejected', system, operation, sentence: `No stock of ${location} is accepted. ${message}` });
    this.location = location;
  }
}
