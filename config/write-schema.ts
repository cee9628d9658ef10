import { writeFileSync } from 'node:fs';
import { brandJsonSchema } from './brand-json-schema.js';

// Run from the root of the project after a change of the brand file's schema: node dist/config/write-schema.js && npx biome check --write config
writeFileSync('config/brand.schema.json', `${JSON.stringify(brandJsonSchema(), null, 2)}\n`);
