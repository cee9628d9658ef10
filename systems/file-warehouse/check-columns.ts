import type { CsvSettings } from './csv.js';
import { INCOMING, OUTGOING } from './formats.js';

const FORMATS = { ...INCOMING, ...OUTGOING };

/** A sentence for each name in the brand file that no file or column has: it would change nothing. */
export function unknownColumns({ columns }: CsvSettings): string[] {
  const known = new Map(Object.entries(FORMATS).map(([kind, format]) => [kind, Object.keys(format.columns.shape)]));
  return Object.entries(columns).flatMap(([kind, names]) => {
    const ours = known.get(kind);
    if (ours === undefined)
      return [`There is no kind of file called ${kind}: correct or remove warehouse.files.columns.${kind}.`];
    return Object.keys(names)
      .filter((name) => !ours.includes(name))
      .map(
        (name) =>
          `Files of the kind ${kind} have no column ${name}: correct or remove warehouse.files.columns.${kind}.${name}.`,
      );
  });
}
