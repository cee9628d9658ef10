export interface UserError {
  readonly message: string;
  readonly path: readonly string[];
}

/** A refusal in Centra's sense: it becomes one or more `userErrors` entries, and nothing was modified. */
export class Refusal extends Error {
  readonly userErrors: readonly UserError[];
  constructor(message: string, path: readonly string[] = [], more: readonly UserError[] = []) {
    super(message);
    this.userErrors = [{ message, path }, ...more];
  }
}
