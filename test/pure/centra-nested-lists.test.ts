import { describe, expect, it } from '@jest/globals';
import { isListType, isNonNullType, parse, TypeInfo, validate, visit, visitWithTypeInfo } from 'graphql';
import { complexityOf } from '../../lab/simulators/centra/complexity.js';
import { loadSchema } from '../../lab/simulators/centra/schema-file.js';
import * as documents from '../../systems/centra/generated/documents.js';
import { listArgumentsDocument } from '../../systems/centra/list-limits.js';
import {
  complexityOfRow,
  hasUnknownLists,
  type ListAnswers,
  MOST_ROWS,
  NESTED_LISTS,
  UNKNOWN_LISTS,
  withLimits,
} from '../../systems/centra/nested-lists.js';
import { DEAREST_CALL, QueryCosts } from '../../systems/centra/query-costs.js';

const operations = Object.entries(documents).flatMap(([name, document]) =>
  name.endsWith('Document') && document instanceof documents.TypedDocumentString ? [document.toString()] : [],
);

/** Every nested list that a document asks for, and whether it says how many rows. */
function listsIn(text: string, schema = loadSchema()) {
  const info = new TypeInfo(schema);
  const found: { list: string; limited: boolean }[] = [];
  const rootNames = new Set([schema.getQueryType()?.name, schema.getMutationType()?.name]);
  visit(
    parse(text),
    visitWithTypeInfo(info, {
      Field(node) {
        const [parent, type] = [info.getParentType(), info.getType()];
        const list = isNonNullType(type) ? type.ofType : type;
        if (!parent || !list || rootNames.has(parent.name) || !isListType(list)) return;
        if (node.name.value === 'userErrors' || node.name.value === 'userWarnings' || node.name.value === 'path')
          return;
        const limited = node.arguments?.some((argument) => argument.name.value === 'limit') ?? false;
        found.push({ list: `${parent.name}.${node.name.value}`, limited });
      },
    }),
  );
  return found;
}

const messages = (schema: ReturnType<typeof loadSchema>, text: string) =>
  validate(schema, parse(text)).map(({ message }) => message);

describe('nested lists of Centra', () => {
  it('Every nested list that a document asks for has a row that says how it is cut, and is asked for accordingly', () => {
    const wrong = operations.flatMap((text) =>
      listsIn(text)
        .filter(({ list, limited }) => NESTED_LISTS[list] === undefined || limited !== (NESTED_LISTS[list] === 'cut'))
        .map(({ list, limited }) => `${list} ${limited ? 'with' : 'without'} a limit`),
    );
    // Lists of payloads hold what was done just now, and event listeners are as many as we set.
    expect([...new Set(wrong)].filter((list) => !/^(EventListener|.*Payload)/.test(list))).toEqual([]);
  });

  it.each([
    ['whole', 'whole'],
    ['cut', 'limited'],
  ] as const)('Every document fits a schema whose lists of unknown kind are %s, at every depth', (lists, answer) => {
    const schema = loadSchema(lists);
    const answers: ListAnswers = () => answer;
    for (const text of operations)
      for (const depth of ['usual', { page: 2 }] as const)
        expect(messages(schema, withLimits(text, answers, depth))).toEqual([]);
    expect(messages(schema, listArgumentsDocument.toString())).toEqual([]);
  });

  const limited: ListAnswers = () => 'limited';
  const ofPages = operations.filter((text) => hasUnknownLists(text) && text.includes('$limit: Int!'));

  it('A page is never dearer than a tenth of the budget of ten seconds, before and after its cost is known, wherever every row of a list counts', () => {
    expect(ofPages.length).toBeGreaterThan(5);
    for (const document of ofPages) {
      const text = withLimits(document, limited, 'usual');
      const costs = new QueryCosts();
      const rows = costs.rowsWithin(text, MOST_ROWS, complexityOfRow(document, limited, 'usual'));
      const complexity = complexityOf(parse(text), { limit: rows });
      expect(complexity).toBeLessThanOrEqual(DEAREST_CALL);
      costs.learn(text, { limit: rows }, 4 * complexity);
      const fewer = costs.rowsWithin(text, MOST_ROWS, 0);
      expect(fewer).toBeGreaterThanOrEqual(1);
      expect(4 * (complexity / rows) * fewer).toBeLessThanOrEqual(Math.max(DEAREST_CALL, 4 * (complexity / rows)));
    }
  });

  it('A page of a row that is read alone with all of its lists costs at most half of what a page may', () => {
    for (const document of ofPages) {
      const text = withLimits(document, limited, { page: 1 });
      expect(complexityOf(parse(text), { limit: 1 })).toBeLessThanOrEqual(DEAREST_CALL / 2);
    }
  });

  it('A document with limits is refused by a schema that knows none, and asks for each of the unknown lists with one', () => {
    const texts = operations.map((text) => withLimits(text, () => 'limited', { page: 1 }));
    expect(texts.flatMap((text) => messages(loadSchema(), text))).not.toEqual([]);
    const asked = texts.flatMap((text) => listsIn(text, loadSchema('cut')));
    expect(
      new Set(asked.filter(({ limited }) => !limited && UNKNOWN_LISTS.length > 0).map(({ list }) => list)),
    ).toEqual(
      new Set(
        asked
          .filter(({ list }) => !UNKNOWN_LISTS.includes(list) && NESTED_LISTS[list] !== 'cut')
          .map(({ list }) => list),
      ),
    );
    expect(new Set(asked.map(({ list }) => list).filter((list) => UNKNOWN_LISTS.includes(list)))).toEqual(
      new Set(UNKNOWN_LISTS),
    );
    for (const [, limit] of texts.join('\n').matchAll(/limit: (\d+)/g))
      expect(Number(limit)).toBeLessThanOrEqual(MOST_ROWS);
  });
});
