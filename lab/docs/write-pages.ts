import { writeFileSync } from 'node:fs';
import { GENERATED_PAGES } from './generated-pages.js';

// Run from the root of the project by `npm run docs`.
for (const [path, page] of Object.entries(GENERATED_PAGES)) writeFileSync(path, page());
