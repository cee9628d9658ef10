import { contentOf, type Row, type WarehouseFolder } from './csv-files.js';
import type { FileFaults } from './file-faults.js';

/** How late a late file is, and when a doubled one comes again. Long enough for several exchanges, short enough for a played day, ms. */
const LATE_MS = 2_500;

interface Delivery {
  readonly name: string;
  readonly content: Buffer;
}

/** Writes the warehouse's files under growing numbers, and lets go wrong what is to go wrong. */
export class Deliveries {
  readonly #folder: WarehouseFolder;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #unanswered = new Map<string, Delivery>();
  readonly #later: Delivery[] = [];
  #next = 1;
  faults: FileFaults = {};
  readonly count = { written: 0, doubled: 0, cut: 0, late: 0 };

  constructor(folder: WarehouseFolder) {
    this.#folder = folder;
  }

  async write(kind: string, rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return;
    const number = this.#next++;
    const delivery = { name: `${String(number).padStart(8, '0')}_${kind}.csv`, content: contentOf(rows) };
    this.count.written += 1;
    const is = (every: number | undefined): boolean => every !== undefined && number % every === 0;
    this.#unanswered.set(delivery.name, delivery);
    if (is(this.faults.late)) {
      this.count.late += 1;
      this.#after(LATE_MS, delivery);
      return;
    }
    if (is(this.faults.doubled)) {
      this.count.doubled += 1;
      this.#after(LATE_MS, delivery);
    }
    const { content } = delivery;
    if (is(this.faults.cut)) this.count.cut += 1;
    const written = is(this.faults.cut) ? content.subarray(0, Math.floor(content.length / 2)) : content;
    await this.#folder.write(delivery.name, content, written);
  }

  /** Reads Onepool's answers: what was cut is written again. @returns why files were refused that should not have been */
  async readAnswers(): Promise<string[]> {
    const refused: string[] = [];
    for (const { name, accepted, why } of await this.#folder.answers()) {
      const delivery = this.#unanswered.get(name);
      if (accepted) this.#unanswered.delete(name);
      else if (delivery !== undefined && /checksum/.test(why)) await this.#folder.write(name, delivery.content);
      else refused.push(`${name}: ${why}`);
    }
    return refused;
  }

  /** Writes what is late by now. */
  async writeLate(): Promise<void> {
    for (const { name, content } of this.#later.splice(0)) await this.#folder.write(name, content);
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #after(ms: number, delivery: Delivery): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#later.push(delivery);
    }, ms);
    this.#timers.add(timer);
  }
}
