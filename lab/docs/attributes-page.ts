import { ATTRIBUTE_TABLE, type AttributeRow, FIXED_FIELDS, isMapped } from '../../domain/order/attribute-table.js';
import { code, markdownTable } from './markdown.js';

/** `docs/attributes.md`: where every attribute of a web order goes. */
export function attributesPage(): string {
  const fixed = (system: 'sitoo' | 'wms'): string =>
    markdownTable(
      ['Field', 'Value'],
      Object.entries(FIXED_FIELDS[system]).map(([field, value]) => [code(field), value]),
    );
  return `# Where every attribute of a web order goes

Made by \`npm run docs\` from \`domain/order/attribute-table.ts\`; do not edit. \`test/pure/transfer.test.ts\` changes one
attribute after the other and compares what is sent: exactly the fields named here change, for a store part that is sent
home, one that is collected, and a warehouse part. An attribute without a row fails the test.

Names are those of the order as Onepool reads it from Centra, of the order in Sitoo's API, and of Ongoing's \`PUT orders\`.
A dash means that it is not sent; the reason stands beside it. "Also" names fields that follow from the same attribute.

${markdownTable(['Centra', 'Sitoo', 'WMS', 'How'], ATTRIBUTE_TABLE.map(cells))}

## Fields that come from no attribute

Sitoo:

${fixed('sitoo')}

WMS:

${fixed('wms')}
`;
}

function cells(row: AttributeRow): string[] {
  const how = [
    row.insteadOf === undefined ? '' : `only where ${code(row.insteadOf)} is empty`,
    row.sitooOnly === undefined ? '' : 'Sitoo: home delivery only',
    row.how ?? '',
  ];
  const { sitoo, wms } = row;
  if (!isMapped(sitoo) && !isMapped(wms) && sitoo.notMapped === wms.notMapped)
    return [code(row.centra), '-', '-', sitoo.notMapped];
  return [
    code(row.centra),
    target(row.sitoo, row.sitooAlso),
    target(row.wms, row.wmsAlso),
    how.filter((text) => text !== '').join('. '),
  ];
}

function target(to: AttributeRow['sitoo'], also: readonly string[] = []): string {
  if (!isMapped(to)) return `- (${to.notMapped})`;
  return also.length === 0 ? code(to) : `${code(to)}, also ${also.map(code).join(', ')}`;
}
