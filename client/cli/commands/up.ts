import { Command } from 'commander';
import type { Shell } from '../shell.js';
export function upCommand(_shell: Shell): Command {
  return new Command('up');
}
