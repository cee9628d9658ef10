/** The simulator will not do what it was asked; the vendor words it as `{ "message": … }`. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
