import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { projectFiles } from '../support/sources.js';
import { testNamesIn } from '../support/test-names.js';

const named = projectFiles('test')
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => testNamesIn(readFileSync(file, 'utf8')).map((name) => ({ file, name })));

const WORDS = 4;
/** Words that carry on a sentence that began elsewhere. */
const CONTINUATION = /^(And|Are|As well|But|Does|For|From|Has|Is|Of|Or|That|Was|Were|Which|Whose|With)\b/;
/** Words with many meanings here, or none to whoever is new. */
const PRIVATE = /\b(tells?|told|hears?|heard|mend|anew|somebody|anybody|at once|meanwhile)\b/i;

/** Why a name cannot be read without what surrounds it, if it cannot. */
function whyNot(name: string): string | undefined {
  if (!/^["“`]?[A-Z]/.test(name)) return 'does not begin with a capital letter';
  if (name.split(/\s+/).length < WORDS) return `has fewer than ${WORDS} words`;
  if (CONTINUATION.test(name)) return 'carries on a sentence that began elsewhere';
  const word = PRIVATE.exec(name)?.[0];
  if (word !== undefined) return `says "${word}"`;
  if (/[.…]$/.test(name)) return 'ends in a full stop';
  return undefined;
}

describe('names of tests', () => {
  it('The name of every test is a sentence that stands alone', () => {
    expect(named.length).toBeGreaterThan(900);
    const wrong = named.flatMap(({ file, name }) => {
      const why = whyNot(name);
      return why === undefined ? [] : [`${file}: "${name}" ${why}`];
    });
    expect(wrong).toEqual([]);
  });

  it('No two tests of a file have the same name', () => {
    const seen = new Set<string>();
    const twice = named.map(({ file, name }) => `${file}: ${name}`).filter((one) => seen.size === seen.add(one).size);
    expect(twice).toEqual([]);
  });

  it.each([
    ['is sent by the warehouse, with its waybill', 'capital'],
    ['Is sent by the warehouse, with its waybill', 'carries on'],
    ['That nobody else has is cancelled', 'carries on'],
    ['Refuses a key', 'fewer'],
    ['A web order is told about at the tills', 'told'],
    ['A web order is sent by the warehouse.', 'full stop'],
  ])('The rule refuses the name %j', (name, why) => {
    expect(whyNot(name)).toContain(why);
  });

  it('Names are found in plain, concurrent, tabled and computed calls', () => {
    const text = [
      "it('One is plain', () => {});",
      "it.concurrent('Two runs beside others', async () => {});",
      "it.each([['a', 1]])('Three has a %s', () => {});",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a source that holds a template
      'for (const x of xs) it(`Four has ${x} inside`, () => {});',
      "describe('five', () => { it('Six is nested', () => {}); });",
    ].join('\n');
    const names = ['One is plain', 'Two runs beside others', 'Three has a %s', 'Four has $ inside', 'Six is nested'];
    expect(testNamesIn(text)).toEqual(names);
  });
});
