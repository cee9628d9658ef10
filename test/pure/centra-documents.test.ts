import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, Kind, parse, validate } from 'graphql';
import { complexityOf } from '../../lab/simulators/centra/complexity.js';
import { loadSchema } from '../../lab/simulators/centra/schema-file.js';
import { skuLookupDocument } from '../../systems/centra/sku-lookup.js';

const schema = loadSchema();
const operations = readFileSync('systems/centra/operations.graphql', 'utf8');

describe('the documents we send', () => {
  it('Every document that we send fits the schema', () => {
    expect(validate(schema, parse(operations)).map((fault) => fault.message)).toEqual([]);
  });

  it('Documents made for a number of SKUs fit the schema too', () => {
    for (const count of [1, 2, 100])
      expect(validate(schema, parse(skuLookupDocument(count).toString())).map((fault) => fault.message)).toEqual([]);
  });

  it('A document that asks for a field outside the contract is caught', () => {
    const wrong = parse('{ orders { lines { shippedQuantity } } }');
    expect(validate(schema, wrong)[0]?.message).toContain('shippedQuantity');
  });

  it('Every mutation asks for userErrors and userWarnings', () => {
    for (const definition of parse(operations).definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION || definition.operation !== 'mutation') continue;
      const text = operations.slice(definition.loc?.start, definition.loc?.end);
      expect([definition.name?.value, text.includes('userErrors'), text.includes('userWarnings')]).toEqual([
        definition.name?.value,
        true,
        true,
      ]);
    }
  });
});

describe('the complexity of a document', () => {
  it('The complexity of a document grows with its lists and leaves out what Centra does not charge', () => {
    const price = (text: string, variables = {}) => complexityOf(parse(text), variables);
    expect(price('{ orders(limit: 10) { id number } }')).toBe(21);
    expect(price('query Q($n: Int!) { orders(limit: $n) { id number } }', { n: 200 })).toBe(401);
    expect(price('{ warehouses(limit: 1) { stock(limit: 10) { freeToAllocateQuantity } } }')).toBe(2);
    expect(price('{ warehouses(limit: 1) { stock(limit: 10) { physicalQuantity } } }')).toBe(12);
  });

  it('The complexity of a document is worked out from the schema file as it is', () => {
    expect(() => buildSchema(readFileSync('systems/centra/schema.graphql', 'utf8'))).not.toThrow();
  });
});
