/** No Temporal server could be reached. `message` is a sentence for the person who has to act. */
export class TemporalUnreachable extends Error {
  override readonly name = 'TemporalUnreachable';
}
