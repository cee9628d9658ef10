import { ConfigurationProblem } from '../../config/configuration-problem.js';
import { readBrandPath } from '../../config/environment.js';
import { loadBrand } from '../../config/load-brand.js';
import type { Brand } from '../../domain/brand.js';
import type { Shell } from './shell.js';

/** The brand file, for a command that prints more with one; undefined when none is named. @throws ConfigurationProblem when it is wrong */
export function brandIfAny(shell: Shell): Brand | undefined {
  let path: string;
  try {
    path = readBrandPath(shell.env);
  } catch (error) {
    if (error instanceof ConfigurationProblem) return undefined;
    throw error;
  }
  return loadBrand(path);
}
