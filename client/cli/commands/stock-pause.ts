import { userInfo } from 'node:os';
import { readBrandPath } from '../../../config/environment.js';
import { loadBrand } from '../../../config/load-brand.js';
import type { Target } from '../../../domain/stock/flows.js';
import { controlPublisher } from '../../stock/control-publisher.js';
import { EXIT, type ExitCode, fail } from '../exit.js';
import { withTemporal } from '../open.js';
import { type JsonOption, type Shell, writeJson } from '../shell.js';
import { TARGET_NAMES } from './format-stock.js';

export interface PauseOptions extends JsonOption {
  readonly by?: string;
  readonly note?: string;
}

/** Halts what a counterpart is told about stock. */
export async function pause(shell: Shell, target: Target, options: PauseOptions): Promise<ExitCode> {
  const brand = loadBrand(readBrandPath(shell.env));
  const by = options.by ?? loginName();
  const said = {
    by,
    since: new Date().toISOString(),
    ...(options.note !== undefined && { note: options.note }),
  };
  await withTemporal(shell, (client) => controlPublisher(client, brand, target, 'pause', said));
  if (options.json) writeJson(shell, { target, paused: said });
  else
    shell.write(
      `Paused: ${TARGET_NAMES[target]} is told nothing about stock, what happens meanwhile waits.\nGo on with: onepool stock resume ${target}\n`,
    );
  return EXIT.ok;
}

/** Lets it go on. */
export async function resume(shell: Shell, target: Target, options: PauseOptions): Promise<ExitCode> {
  const brand = loadBrand(readBrandPath(shell.env));
  const by = options.by ?? loginName();
  await withTemporal(shell, (client) => controlPublisher(client, brand, target, 'resume', { by }));
  if (options.json) writeJson(shell, { target, resumed: { by } });
  else shell.write(`Resumed: ${TARGET_NAMES[target]} is told about stock again, beginning with what waited.\n`);
  return EXIT.ok;
}

function loginName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a user that has no name.
    return fail('Nobody is logged in by a name here. Say who it is with --by NAME.', EXIT.usage);
  }
}
