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

/** Stops publishing stock to a counterpart. */
export async function pause(shell: Shell, target: Target, options: PauseOptions): Promise<ExitCode> {
  const brand = loadBrand(readBrandPath(shell.env));
  const by = options.by ?? loginName();
  const pausedBy = {
    by,
    since: new Date().toISOString(),
    ...(options.note !== undefined && { note: options.note }),
  };
  await withTemporal(shell, (client) =>
    controlPublisher(client, { brand, target, signal: 'pause', payload: pausedBy }),
  );
  if (options.json) writeJson(shell, { target, paused: pausedBy });
  else
    shell.write(
      `Paused: no stock is published to ${TARGET_NAMES[target]}, and changes wait.\nContinue with: onepool stock resume ${target}\n`,
    );
  return EXIT.ok;
}

/** Starts publishing again. */
export async function resume(shell: Shell, target: Target, options: PauseOptions): Promise<ExitCode> {
  const brand = loadBrand(readBrandPath(shell.env));
  const by = options.by ?? loginName();
  await withTemporal(shell, (client) => controlPublisher(client, { brand, target, signal: 'resume', payload: { by } }));
  if (options.json) writeJson(shell, { target, resumed: { by } });
  else shell.write(`Resumed: stock is published to ${TARGET_NAMES[target]} again, starting with what waits.\n`);
  return EXIT.ok;
}

function loginName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a user that has no name.
    return fail('This user has no login name. Name a person with --by NAME.', EXIT.usage);
  }
}
