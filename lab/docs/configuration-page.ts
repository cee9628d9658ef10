import { readFileSync } from 'node:fs';
import { brandJsonSchema } from '../../config/brand-json-schema.js';
import { Secret } from '../../config/secret.js';
import { type VariableName, variables } from '../../config/variables.js';
import { brandKeys } from './brand-keys.js';
import { code, markdownTable } from './markdown.js';

const CHAPTERS: readonly { readonly title: string; readonly prefixes: readonly string[] }[] = [
  { title: 'Onepool and its records', prefixes: ['ONEPOOL', 'DATABASE'] },
  { title: 'Temporal', prefixes: ['TEMPORAL'] },
  { title: 'Centra', prefixes: ['CENTRA'] },
  { title: 'Sitoo', prefixes: ['SITOO'] },
  { title: 'WMS', prefixes: ['WMS'] },
  { title: 'Gateway', prefixes: ['GATEWAY'] },
];

/** `docs/configuration.md`: every environment variable, and every key of the brand file. */
export function configurationPage(): string {
  const names = Object.keys(variables) as VariableName[];
  const chapters = CHAPTERS.map(({ title, prefixes }) => {
    const rows = names.filter((name) => prefixes.includes(name.split('_')[0] ?? '')).map(variableRow);
    return `### ${title}\n\n${markdownTable(['Variable', 'Meaning', 'Default', 'Secret'], rows)}`;
  });
  return `# Configuration

Made by \`npm run docs\` from \`config/variables.ts\` and \`config/brand.ts\`; do not edit.

Addresses and secrets come from environment variables. Everything else about a brand is in its brand file.
\`npx onepool doctor\` checks both.

## Environment variables

An empty value counts as not set. *Required* means that the process which needs the variable refuses to start without it. \`onepool up\`
requires none: it starts its own Temporal and PostgreSQL, simulates each counterpart whose address is not set, and writes a
brand file for the simulators.

${chapters.join('\n\n')}

### Docker Compose

\`.env.example\` lists what [docker-compose.yml](../docker-compose.yml) reads: variables of the tables above, and these.

${markdownTable(['Variable', 'Meaning', 'Default'], composeRows())}

## The brand file

YAML or JSON. [config/example.brand.yaml](../config/example.brand.yaml) is a whole one; with \`config/brand.schema.json\` an editor
completes and checks it. A key that does not exist is an error. \`[]\` stands for each entry of a list, \`<name>\` for a name of your
choice. A *duration* is a number and a unit: \`250ms\`, \`30s\`, \`15m\`, \`4h\`, \`2d\`.

${markdownTable(
  ['Key', 'Type', 'Default', 'Meaning'],
  brandKeys(brandJsonSchema()).map(({ path, type, standard, meaning }) => [code(path), type, standard, meaning]),
)}
`;
}

function variableRow(name: VariableName): string[] {
  const schema = variables[name];
  const { success, data } = schema.safeParse(undefined);
  const standard = data === false ? 'no' : data;
  const fallback = standard === undefined ? 'none' : code(String(standard));
  return [code(name), schema.description ?? '', success ? fallback : 'required', isSecret(name) ? 'yes' : ''];
}

/** A secret accepts any text, this address included, and wraps it. */
const isSecret = (name: VariableName): boolean =>
  variables[name].safeParse('postgres://localhost').data instanceof Secret;

/** What only Docker Compose reads: the lines of `.env.example` whose variable no process knows, with the comment above. */
function composeRows(): string[][] {
  const lines = readFileSync('.env.example', 'utf8').split('\n');
  return lines.flatMap((line, i) => {
    const [, name = '', value = ''] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
    if (name === '' || Object.hasOwn(variables, name)) return [];
    return [[code(name), lines[i - 1]?.replace(/^# /, '') ?? '', value === '' ? 'required' : code(value)]];
  });
}
