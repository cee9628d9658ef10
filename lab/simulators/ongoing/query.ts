import { Refusal } from './refusal.js';

/** The query of a call, read the vendor's way: arrays repeat their key, a list with commas is one odd value. */
export class VendorQuery {
  readonly #params: URLSearchParams;

  constructor(params: URLSearchParams) {
    this.#params = params;
  }

  names(): string[] {
    return [...new Set(this.#params.keys())];
  }

  text(name: string): string | undefined {
    return this.#params.get(name) ?? undefined;
  }

  texts(name: string): Set<string> | undefined {
    return this.#params.has(name) ? new Set(this.#params.getAll(name)) : undefined;
  }

  int(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (!/^-?\d{1,10}$/.test(value)) throw new Refusal(400, `The value '${value}' is not valid for ${name}.`);
    return Number(value);
  }

  flag(name: string): boolean {
    return this.text(name)?.toLowerCase() === 'true';
  }

  /** Epoch milliseconds; refused when older than the resource allows. */
  time(name: string, oldestMs?: number): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const ms = Date.parse(value);
    if (Number.isNaN(ms)) throw new Refusal(400, `The value '${value}' is not valid for ${name}.`);
    if (oldestMs !== undefined && Date.now() - ms > oldestMs) {
      throw new Refusal(400, `${name} must not lie more than ${oldestMs / 3_600_000} hours back.`);
    }
    return ms;
  }
}
