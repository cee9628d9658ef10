import { readBrandPath } from '../../../config/environment.js';
import { loadBrand } from '../../../config/load-brand.js';
import { NAMES_OF_SYSTEMS } from '../../../domain/installation.js';
import type { Divergence } from '../../../domain/products/divergence.js';
import { PRODUCT_SYSTEMS } from '../../../domain/products/product.js';
import type { AuditReport } from '../../../domain/products/report.js';
import { auditNow } from '../../products/audit.js';
import { EXIT, type ExitCode } from '../exit.js';
import { withTemporal } from '../open.js';
import { type JsonOption, type Shell, writeJson } from '../shell.js';
import { table } from '../table.js';

/** Compares all products and prints the differences. */
export async function auditProducts(shell: Shell, { json }: JsonOption): Promise<ExitCode> {
  const { brand } = loadBrand(readBrandPath(shell.env));
  const report = await withTemporal(shell, (client) => auditNow(client, brand));
  if (json) writeJson(shell, report);
  else shell.write(formatAudit(report));
  return report.total === 0 ? EXIT.ok : EXIT.needsPerson;
}

/** What an audit found, as text. */
export function formatAudit({ products, divergences, total, due }: AuditReport): string {
  if (total === 0) return `All ${products} products agree everywhere.\n`;
  const rest = total - divergences.length;
  return [
    table<Divergence>(divergences, [
      { title: 'SKU', value: ({ sku }) => sku },
      { title: 'where', value: ({ system }) => system },
      { title: 'what', value: ({ kind }) => kind },
      { title: 'difference', value: ({ sentence }) => sentence },
    ]),
    rest > 0 ? `And ${rest} more.\n` : '',
    `${products} products, ${total} differences.${toWrite(due)}\n`,
  ].join('');
}

const toWrite = (due: AuditReport['due']): string => {
  const counts = PRODUCT_SYSTEMS.flatMap((system) =>
    due[system] === undefined ? [] : [`${due[system]} in ${NAMES_OF_SYSTEMS[system]}`],
  );
  return counts.length === 0 ? '' : ` To write: ${counts.join(', ')}.`;
};
