import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { searchAttributes } from '../../domain/search-attributes.js';
import { namesSeenByOthers, wordsIn } from '../support/names.js';
import { projectFiles } from '../support/sources.js';

/**
 * Words that only this project would understand, and the trade's words for them. Several words in a row are refused only
 * together. What the trade's words mean is in docs/glossary.md.
 */
const REFUSED: Readonly<Record<string, string>> = {
  'tell tells told teller tellers': 'publish, notify, report, add to the timeline',
  'untold dirty': 'unpublished',
  push: 'publish',
  'hear hears heard': 'apply, receive',
  news: 'progress, change',
  'look looks looked': 'read, check, poll',
  'desk desks': 'cases',
  standing: 'standalone',
  overtaken: 'auto-resolved',
  stands: 'status',
  'booked openings': 'recorded, deducted, created, initial stock',
  stranded: 'never deducted',
  'part parts': 'fulfilment',
  'withdraw withdrawn': 'cancel',
  'give_way gives_way giving_way': 'release the allocation',
  let_go: 'accept as is',
  'buffer buffers': 'safety stock',
  'snapshot snapshots comparison comparisons': 'reconcile, bulk',
  foreign: 'external',
  'advice advise': 'inbound notice, announce inbound',
  'bring_back way_back goods_back': 'return scenario, returned goods',
  'copy copies': 'replica',
  'below above': 'downstream, upstream',
  'gate gates gated': 'rate limit, limiter',
  portions: 'chunk',
  paced: 'scaled',
  in_words: 'format, describe',
  'rig rigs': 'harness',
  weather: 'faults, transient errors',
  floor: 'warehouse state',
  'wish wishes': 'options',
  'spoil disturb': 'corrupt',
  mortal: 'killable',
  guardian: 'watchdog',
  together: 'what the things have in common',
  'mend mends mended': 'fix',
  anew: 'again',
  'somebody anybody': 'someone, anyone',
  meanwhile: 'in the meantime',
};

/** Where one of these words is the trade's own, with the reason. */
const ALLOWED: Readonly<Record<string, string>> = {
  'look up': 'reads one thing by its key',
  'shop floor': 'where staff and customers are',
  'gate way': 'a gateway',
};

const PRODUCT = ['domain', 'config', 'systems', 'workflows', 'activities', 'workers', 'client'];
const HOUSE = ['bin', ...PRODUCT, 'lab', 'test'];
const folderOf = (file: string): string => file.split('/')[0] ?? '';
const files = projectFiles().filter((file) => HOUSE.includes(folderOf(file)) && !file.includes('/generated/'));

const refusals = Object.entries(REFUSED).flatMap(([words, instead]) =>
  words.split(' ').map((word) => ({ word: word.replaceAll('_', ' '), instead })),
);

/** The refused words of a name, each with what to say instead. */
function refusedIn(name: string): string[] {
  const allowed = Object.keys(ALLOWED).reduce(
    (text, phrase) => text.replaceAll(` ${phrase} `, ' '),
    ` ${wordsIn(name).join(' ')} `,
  );
  return refusals
    .filter(({ word }) => allowed.includes(` ${word} `))
    .map(({ word, instead }) => `${name}: not ${word} but ${instead}`);
}

describe('names', () => {
  it('Files are called by the words of the trade', () => {
    expect(files.flatMap(refusedIn)).toEqual([]);
  });

  it('Exports, activities, signals, queries and updates are called by the words of the trade', () => {
    const names = files
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) =>
        namesSeenByOthers(readFileSync(file, 'utf8'), { members: PRODUCT.includes(folderOf(file)) }).map((name) => ({
          file,
          name,
        })),
      );
    expect(names.length).toBeGreaterThan(2_000);
    expect(names.flatMap(({ file, name }) => refusedIn(name).map((sentence) => `${file}: ${sentence}`))).toEqual([]);
  });

  it('Tables, columns and functions of the database are called by the words of the trade', () => {
    const sql = files
      .filter((file) => file.endsWith('.sql'))
      .map((file) => readFileSync(file, 'utf8').replace(/--.*$/gm, ''));
    const names = new Set(sql.flatMap((text) => text.match(/[a-z][a-z_]+(?!\w*\()/g) ?? []));
    expect(names.size).toBeGreaterThan(100);
    expect([...names].flatMap(refusedIn)).toEqual([]);
  });

  it('Search attributes are called by the words of the trade', () => {
    expect(Object.keys(searchAttributes).flatMap(refusedIn)).toEqual([]);
  });

  it('Pages for readers use plain English', () => {
    const odd =
      /\b(mend(s|ed)?|anew|somebody|anybody|tells?|told|hears?|heard|meanwhile|at once|by itself|overtaken)\b/gi;
    const found = projectFiles()
      .filter((file) => file.endsWith('.md'))
      .flatMap((file) => (readFileSync(file, 'utf8').match(odd) ?? []).map((word) => `${file}: ${word}`));
    expect(found).toEqual([]);
  });

  it('A private word is found in a file, an export, a member, an activity and a signal, alone and in a phrase', () => {
    const text = `
      export const { tellAll, whole: untold } = all;
      export interface Part { readonly giveWay: { readonly newsOf: string } }
      export function createReturnActivities() {
        return { async lookAtPart(input) { return { rig: 1 }; }, gates };
      }
      export const changed = defineSignal<[string]>('booksHeard');
      const desk = 1;`;
    const found = namesSeenByOthers(text, { members: true });
    expect(found).toEqual([
      'tellAll',
      'untold',
      'Part',
      'giveWay',
      'newsOf',
      'createReturnActivities',
      'lookAtPart',
      'gates',
      'changed',
      'booksHeard',
    ]);
    const innocent = ['createReturnActivities', 'changed'];
    expect(found.filter((name) => refusedIn(name).length === 0)).toEqual(innocent);
    expect(refusedIn('domain/order/bring-back.test.ts')).not.toEqual([]);
    for (const fine of ['lookUpSkus', 'gateway', 'department', 'giveOneWay', 'client/gateway/receive.ts'])
      expect(refusedIn(fine)).toEqual([]);
  });
});
