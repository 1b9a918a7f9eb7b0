import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildSynonymTable } from '../../../../scripts/synonyms.ts';
import { teacherServices } from '../../../../test/support/teacher-services.ts';
import { randomStream } from '../../random.ts';
import { createClassification } from '../../tasks/classification/classification.ts';
import type { Task } from '../../tasks/port.ts';
import { createEdaTeacher } from './eda-teacher.ts';
import type { EdaContext } from './operations.ts';
import { randomDeletion, randomInsertion, randomSwap, synonymReplacement } from './operations.ts';
import { formatSynonymTable, parseSynonymTable } from './synonym-table.ts';

const synonyms = new Map([
  ['film', ['movie', 'picture']],
  ['dull', ['boring']],
  ['the', ['thee']],
]);
const { signal } = new AbortController();
const words = 'The film, a DULL film, went on and on'.split(' ');
const context = (overrides: Partial<EdaContext> = {}): EdaContext => ({
  alpha: 0.1,
  synonyms,
  random: randomStream(1, 'test'),
  ...overrides,
});

async function ask(
  text: string,
  { used = 0, alpha = 0.1, table = synonyms, randomSeed = 5, label = 'x' } = {},
) {
  const services = teacherServices({ synonyms: () => Promise.resolve(table) });
  const teacher = await createEdaTeacher({ id: 'eda', alpha }, services);
  const parent = { id: 'p', text, label };
  const { raw } = await teacher.ask({ parent, count: 1, used, attempt: 0, messages: [], randomSeed }, signal);
  const [example] = (JSON.parse(raw) as { examples: { text: string; label: string }[] }).examples;
  return example ?? { text: '', label: '' };
}

describe('operations', () => {
  it('replaces a word wherever it stands, keeping punctuation and capitals, and no stop word', () => {
    const results = [...Array(20).keys()].map((seed) =>
      synonymReplacement(words, context({ random: randomStream(seed, 'sr') })).join(' '),
    );
    expect(new Set(results)).toEqual(
      new Set([
        'The movie, a DULL movie, went on and on',
        'The picture, a DULL picture, went on and on',
        'The film, a BORING film, went on and on',
      ]),
    );
  });

  it('changes n = max(1, floor(alpha x words)) words', () => {
    expect(synonymReplacement(words, context({ alpha: 1 })).join(' ')).toMatch(/a BORING (movie|picture),/u);
    expect(randomInsertion(words, context({ alpha: 0.5 }))).toHaveLength(words.length + 4);
    expect(randomInsertion(words, context({ alpha: 0.01 }))).toHaveLength(words.length + 1);
  });

  it('swaps two places at a time', () => {
    const swapped = randomSwap(words, context());
    expect([...swapped].sort()).toEqual([...words].sort());
    expect(swapped.filter((word, i) => word !== words[i])).toHaveLength(2);
  });

  it('deletes words but never all', () => {
    expect(randomDeletion(words, context({ alpha: 1 }))).toHaveLength(1);
    const left = randomDeletion(words, context({ alpha: 0.5 }));
    expect(left.length).toBeLessThan(words.length);
  });

  it('does nothing with alpha 0', () => {
    for (const operation of [synonymReplacement, randomInsertion, randomSwap, randomDeletion]) {
      expect(operation(words, context({ alpha: 0 }))).toEqual(words);
    }
  });
});

describe('the teacher', () => {
  it('keeps the label and gives the same text for the same seeds, for any text', async () => {
    const text = fc.array(fc.oneof(fc.constantFrom('film', 'Dull', 'the'), fc.string()), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.nat(9),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(),
        async (...any) => {
          const [parts, used, alpha, randomSeed] = any;
          const source = parts.join(' ');
          const one = await ask(source, { used, alpha, randomSeed, label: 'any "label"' });
          expect(one.label).toBe('any "label"');
          expect(await ask(source, { used, alpha, randomSeed, label: 'any "label"' })).toEqual(one);
        },
      ),
    );
  });

  it('takes the operations in turn', async () => {
    const source = words.join(' ');
    const sorted = (text: string) => text.split(' ').sort().join(' ');
    const kinds = [];
    for (let used = 0; used < 8; used++) {
      const { text } = await ask(source, { used, alpha: 0.3 });
      const more = text.split(' ').length - words.length;
      kinds.push(
        more > 0 ? 'insert' : more < 0 ? 'delete' : sorted(text) === sorted(source) ? 'swap' : 'replace',
      );
    }
    expect(new Set(kinds.slice(0, 4)).size).toBe(4);
    expect(kinds.slice(4)).toEqual(kinds.slice(0, 4));
  });

  it('tries another operation where one changes nothing', async () => {
    for (let used = 0; used < 4; used++) {
      const { text } = await ask('one two three four', { used, table: new Map() });
      expect(text).not.toBe('one two three four');
    }
  });

  it.each([
    ['one word without synonyms', 'Zzyzx!', { table: new Map() }],
    ['alpha 0', 'The film was dull', { alpha: 0 }],
    ['an empty text', '', {}],
    ['punctuation only', '...', {}],
  ])('gives the text back for %s', async (_case, text, options) => {
    for (let used = 0; used < 4; used++) expect((await ask(text, { used, ...options })).text).toBe(text);
  });

  it('changes one word that has synonyms', async () => {
    expect((await ask('Dull!')).text).not.toBe('Dull!');
  });

  it('has no limit and reads no prompts', async () => {
    const teacher = await createEdaTeacher({ id: 'eda', alpha: 0.1 }, teacherServices());
    expect(teacher.remaining({ id: 'p', text: '', label: '' }, 99)).toBeNull();
    expect(teacher.readsPrompts).toBe(false);
    expect(teacher.examplesPerCall).toBe(1);
  });
});

it('edits what the task lets it, in a reply that the task reads', async () => {
  const task: Task = {
    ...createClassification({ labels: ['x', 'y'] }),
    editText: (text, edit) => `${edit(text.slice(0, -5))} = 42`,
  };
  const teacher = await createEdaTeacher(
    { id: 'eda', alpha: 1 },
    teacherServices({ task, synonyms: () => Promise.resolve(synonyms) }),
  );
  const parent = { id: 'p', text: 'The film, a dull film = 42', label: 'x' };
  for (let used = 0; used < 8; used++) {
    const request = { parent, count: 1, used, attempt: 0, messages: [], randomSeed: used };
    const reply = task.readReply((await teacher.ask(request, signal)).raw);
    const [candidate] = reply.ok ? reply.candidates : [];
    expect(candidate?.label).toBe('x');
    expect(candidate?.text).toMatch(/^.+ = 42$/u);
    expect(candidate?.text).not.toBe(parent.text);
  }
});

describe('the synonym table', () => {
  it('reads back what it writes, sorted', () => {
    const table = formatSynonymTable(synonyms);
    expect(table).toBe('dull\tboring\nfilm\tmovie picture\nthe\tthee\n');
    expect(new Map(parseSynonymTable(table))).toEqual(synonyms);
    expect(parseSynonymTable('\n\tx\nword\t\nbroken line').size).toBe(0);
  });

  it('holds single lower-case words of WordNet, and keeps its size', async () => {
    const text = await buildSynonymTable();
    const table = parseSynonymTable(text);
    expect(table.get('movie')).toEqual(['film', 'flick', 'pic', 'picture']);
    expect(table.size).toBeGreaterThan(10_000);
    expect(text.length).toBeLessThan(700_000);
    const odd = [...table].filter(
      ([word, list]) => list.includes(word) || !/^[a-z ]+$/u.test([word, ...list].join(' ')),
    );
    expect(odd).toEqual([]);
    expect(formatSynonymTable(table)).toBe(text);
  }, 60_000);
});
