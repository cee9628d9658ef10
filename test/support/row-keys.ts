import { readFileSync } from 'node:fs';

/**
 * The names of the rows of a list in a file, where loading the file would need servers: the keys of an object that begins with
 * `const NAME` and ends with a brace at the beginning of a line.
 */
export function rowKeysIn(file: string, name: string): string[] {
  const text = readFileSync(file, 'utf8');
  const body = new RegExp(`^(?:export )?const ${name}\\b[\\s\\S]*? = \\{\\n([\\s\\S]*?)^\\}`, 'm').exec(text)?.[1];
  if (body === undefined) throw new Error(`${file} has no list ${name}.`);
  return [...body.matchAll(/^ {2}(?:async )?(?:'([^']+)'|(\w+))(?=[:(,])/gm)].map(
    ([, quoted, plain]) => quoted ?? plain ?? '',
  );
}
