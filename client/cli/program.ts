import { Command, CommanderError } from 'commander';
import { ConfigurationProblem } from '../../config/configuration-problem.js';
import { SYSTEMS, systemsOf } from '../../domain/installation.js';
import type { System } from '../../domain/names.js';
import { casesCommand } from './commands/cases.js';
import { doctorCommand } from './commands/doctor.js';
import { gatewayCommand } from './commands/gateway.js';
import { inboxCommand } from './commands/inbox.js';
import { orderCommand } from './commands/order.js';
import { prepareCommand } from './commands/prepare.js';
import { productsCommand } from './commands/products.js';
import { replayCommand } from './commands/replay.js';
import { returnCommand } from './commands/return.js';
import { schedulesCommand } from './commands/schedules.js';
import { stockCommand } from './commands/stock.js';
import { troubleCommand } from './commands/trouble.js';
import { workerCommand } from './commands/worker.js';
import { EXIT, EXIT_CODES } from './exit.js';
import { isLabHere, labCommands } from './lab-commands.js';
import type { Shell } from './shell.js';

const exitCodes = Object.entries(EXIT_CODES)
  .map(([exitCode, meaning]) => `  ${exitCode}  ${meaning}`)
  .join('\n');

export interface ProgramOptions {
  readonly labIsHere?: boolean;
  /** What the installation joins: nothing is offered for a system that it does not have. All three when nobody knows. */
  readonly systems?: ReadonlySet<System>;
}

/** The program `onepool`. Each command loads what it needs when it runs, so that `--help` answers soon. */
export function buildProgram(
  shell: Shell,
  { labIsHere = isLabHere(), systems = new Set(SYSTEMS) }: ProgramOptions = {},
): Command {
  const program = new Command('onepool')
    .description('One truthful pool of stock, orders and money across the systems of a brand.')
    .addHelpText('after', `\nExit codes:\n${exitCodes}`);
  for (const command of [
    workerCommand,
    gatewayCommand,
    prepareCommand,
    casesCommand,
    inboxCommand,
    orderCommand,
    returnCommand,
    stockCommand,
    productsCommand,
    schedulesCommand,
    troubleCommand,
    replayCommand,
    doctorCommand,
  ])
    program.addCommand(command(shell, systems));
  for (const command of labCommands(shell, labIsHere)) program.addCommand(command, { hidden: !labIsHere });
  for (const command of everyCommand(program))
    command
      .exitOverride()
      .showHelpAfterError('Add --help to see how it is used.')
      .configureOutput({ writeOut: shell.write, writeErr: shell.stderr });
  return program;
}

/** Runs one command line (without `node onepool`). Wrong usage ends with exit code 2. */
export async function runProgram(shell: Shell, args: readonly string[]): Promise<void> {
  const systems = await systemsIfKnown(shell);
  const program = buildProgram(shell, systems === undefined ? {} : { systems });
  try {
    await program.parseAsync(args.length === 0 ? ['--help'] : [...args], { from: 'user' });
  } catch (error) {
    // Commander has printed the help or the error; only the exit code is missing.
    if (!(error instanceof CommanderError)) throw error;
    shell.finish(error.exitCode === 0 ? EXIT.ok : EXIT.usage);
  }
}

/** The program and all commands below it. */
export function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap((below) => everyCommand(below as Command))];
}

/** The systems of the brand file, when one is named that can be read: a wrong one is for the command to speak of. */
async function systemsIfKnown(shell: Shell): Promise<ReadonlySet<System> | undefined> {
  const { brandIfAny } = await import('./brand-if-any.js');
  try {
    const brand = brandIfAny(shell);
    return brand && systemsOf(brand);
  } catch (error) {
    if (error instanceof ConfigurationProblem) return undefined;
    throw error;
  }
}
