import type { Argument, Command, Option } from 'commander';
import { EXIT_CODES } from '../../client/cli/exit.js';
import { labCommands } from '../../client/cli/lab-commands.js';
import { buildProgram } from '../../client/cli/program.js';
import { JSON_OPTION, type Shell } from '../../client/cli/shell.js';
import { code, markdownTable } from './markdown.js';

/** `docs/cli.md`: every command of `onepool` with its arguments and options. */
export function cliPage(): string {
  const { commands } = buildProgram(nowhere, { labIsHere: true });
  return `# The command line

Made by \`npm run docs\` from \`client/cli/\`; do not edit. Every command prints this with \`--help\`.

In a checkout run \`npx onepool COMMAND\` after \`npm ci && npm run build\`; with Docker Compose \`docker compose run --rm worker COMMAND\`.
Commands read their addresses from [environment variables](configuration.md). ${takesJson(commands)}

${markdownTable(['Exit code', 'Meaning'], Object.entries(EXIT_CODES))}

${markdownTable(['Command', 'What it does', ''], commands.map(overviewRow))}

${commands.map(chapter).join('\n\n')}
`;
}

/** Which commands take `--json`, in a sentence. */
function takesJson(commands: readonly Command[]): string {
  const leaves = commands.flatMap((command) => (command.commands.length === 0 ? [command] : command.commands));
  const without = leaves.filter((leaf) => !leaf.options.some((option) => option.long === '--json'));
  return `All but ${without.map((leaf) => code(leaf.name())).join(' and ')} take \`--json\`: ${JSON_OPTION}.`;
}

const overviewRow = (command: Command): string[] => [
  `[${code(command.name())}](#onepool-${command.name()})`,
  command.description(),
  isCheckoutOnly(command) ? 'checkout only' : '',
];

function chapter(command: Command): string {
  const leaves = command.commands.length === 0 ? [command] : command.commands;
  const where = isCheckoutOnly(command) ? ['Only in a checkout: no image ships the simulators.'] : [];
  const whole = command.commands.length === 0 ? [] : [command.description()];
  return [`## onepool ${command.name()}`, ...where, ...whole, ...leaves.flatMap((leaf) => section(leaf, command))].join(
    '\n\n',
  );
}

function section(leaf: Command, command: Command): string[] {
  const name = leaf === command ? command.name() : `${command.name()} ${leaf.name()}`;
  const usage = ['npx onepool', name, ...leaf.registeredArguments.map(usageOf), ...leaf.options.flatMap(mandatory)];
  const heading = leaf === command ? [] : [`### onepool ${name}`];
  const rows = [...leaf.registeredArguments.flatMap(argumentRow), ...leaf.options.filter(isOwn).map(optionRow)];
  const details = rows.length === 0 ? [] : [markdownTable(['Argument or option', 'Meaning', 'Default'], rows)];
  return [...heading, leaf.description(), `\`\`\`sh\n${usage.join(' ')}\n\`\`\``, ...details];
}

/** What nearly every command takes is said once, above. */
const isOwn = (option: Option): boolean => option.long !== '--json' || option.description !== JSON_OPTION;

const usageOf = (argument: Argument): string => argument.name().toUpperCase();

const mandatory = (option: Option): string[] => (option.mandatory ? [option.flags] : []);

function argumentRow(argument: Argument): string[][] {
  const meaning = withChoices(argument.description, argument.argChoices);
  return meaning === '' ? [] : [[code(argument.name().toUpperCase()), meaning, argument.required ? 'required' : '']];
}

function optionRow(option: Option): string[] {
  const standard = option.defaultValue as unknown;
  const isShown = standard !== undefined && !(Array.isArray(standard) && standard.length === 0);
  const fallback = isShown ? code(String(standard)) : '';
  return [
    code(option.flags),
    withChoices(option.description, option.argChoices),
    option.mandatory ? 'required' : fallback,
  ];
}

const withChoices = (meaning: string, choices: readonly string[] | undefined): string =>
  choices === undefined ? meaning : [meaning, choices.map(code).join(', ')].filter((text) => text !== '').join(': ');

/** The commands are described here, never run. */
const nowhere: Shell = { terminal: false, write: () => {}, complain: () => {}, finish: () => {} };

const LAB = labCommands(nowhere, true).map((command) => command.name());

const isCheckoutOnly = (command: Command): boolean => LAB.includes(command.name());
