import { writeFileSync } from 'node:fs';
import { MADE_PAGES } from './generated-pages.js';

// Run from the root of the project by `npm run docs`.
for (const [path, page] of Object.entries(MADE_PAGES)) writeFileSync(path, page());
