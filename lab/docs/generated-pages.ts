import { attributesPage } from './attributes-page.js';
import { casesPage } from './cases-page.js';
import { cliPage } from './cli-page.js';
import { configurationPage } from './configuration-page.js';
import { inferredFactsPage } from './inferred-facts-page.js';
import { warehouseFilesPage } from './warehouse-files-page.js';

/** The pages that are generated from code, by path. `npm run docs` writes them, a test compares them. */
export const GENERATED_PAGES: Readonly<Record<string, () => string>> = {
  'docs/attributes.md': attributesPage,
  'docs/cases.md': casesPage,
  'docs/cli.md': cliPage,
  'docs/configuration.md': configurationPage,
  'docs/inferred-facts.md': inferredFactsPage,
  'docs/warehouse-files.md': warehouseFilesPage,
};
