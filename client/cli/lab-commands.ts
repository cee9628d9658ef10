import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { demoCommand } from './commands/demo.js';
import { feedCommand } from './commands/feed.js';
import { upCommand } from './commands/up.js';
import { EXIT, fail } from './exit.js';
import { perform, type Shell } from './shell.js';

const COMMANDS = { up: upCommand, demo: demoCommand, feed: feedCommand } as const;
type Name = keyof typeof COMMANDS;

/** The lab is part of a checkout and of no image: it simulates the counterparts, and no simulator is ever deployed. */
export const isLabHere = (): boolean => existsSync(new URL('../../lab/', import.meta.url));

/** The commands that start the lab, under a heading of their own. Where it is not, they are not listed and say so. */
export function labCommands(shell: Shell, labIsHere: boolean): Command[] {
  const names = Object.keys(COMMANDS) as Name[];
  if (!labIsHere) return names.map((name) => refusedCommand(shell, name));
  return names.map((name) => COMMANDS[name](shell).helpGroup('To try it, with simulated counterparts:'));
}

/** Takes any options, so that each command line of the real one gets the sentence. */
function refusedCommand(shell: Shell, name: Name): Command {
  return new Command(name)
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    .action((_options, { args }: Command) =>
      perform(shell, args.includes('--json'), async () =>
        fail(
          `"onepool ${name}" needs a checkout of Onepool: its simulated counterparts are not installed here. Clone the repository, then run "npm ci && npm run build && npx onepool ${name}".`,
          EXIT.usage,
        ),
      ),
    );
}
