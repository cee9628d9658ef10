import { attributesPage } from './attributes-page.js';
import { casesPage } from './cases-page.js';

/** The pages that are made from the code, by where they lie. `npm run docs` writes them, a test compares them. */
export const MADE_PAGES: Readonly<Record<string, () => string>> = {
  'docs/attributes.md': attributesPage,
  'docs/cases.md': casesPage,
};
