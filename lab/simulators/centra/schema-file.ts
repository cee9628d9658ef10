import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSchema, type GraphQLSchema } from 'graphql';

/** The contract's schema, found from the sources and from `dist` alike: both lie below the folder of package.json. */
export function loadSchema(): GraphQLSchema {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder);
    if (above === folder)
      throw new Error('systems/centra/schema.graphql cannot be found: no package.json above this file');
    folder = above;
  }
  return buildSchema(readFileSync(join(folder, 'systems/centra/schema.graphql'), 'utf8'));
}
