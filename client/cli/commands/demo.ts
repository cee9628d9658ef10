import { Command } from 'commander';
import type { Shell } from '../shell.js';
export function demoCommand(_shell: Shell): Command {
  return new Command('demo');
}
