/** ROUGE-L against js-rouge: 2,000 x 2,000 sentences, tokenising included. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { l as jsRouge } from 'js-rouge';
import { BUNDLED_IDS } from '../../src/core/datasets/bundled.ts';
import { rougeTokens, RougeQuery, Vocabulary } from '../../src/core/filters/rouge-l.ts';
import { randomStream } from '../../src/core/random.ts';

const SENTENCES = 2000;
const SAMPLE = 20_000;

export function benchRouge(): void {
  const left = sentences('left');
  const right = sentences('right');
  ours(left.slice(0, 200), right.slice(0, 200)); // compiled before it is timed
  const began = performance.now();
  const sum = ours(left, right);
  const oursNs = ((performance.now() - began) * 1e6) / (SENTENCES * SENTENCES);

  const random = randomStream(1, 'pairs');
  const pairs = Array.from(
    { length: SAMPLE },
    () => [random.below(SENTENCES), random.below(SENTENCES)] as const,
  );
  const theirs = (some: typeof pairs): number =>
    some.reduce((total, [i, j]) => total + scoreByJsRouge(left[i] ?? '', right[j] ?? ''), 0);
  theirs(pairs.slice(0, 500));
  const theirBegan = performance.now();
  theirs(pairs);
  const theirNs = ((performance.now() - theirBegan) * 1e6) / SAMPLE;
  console.log(
    `ROUGE-L, ${SENTENCES} x ${SENTENCES} sentences: ${oursNs.toFixed(0)} ns a pair; ` +
      `js-rouge on ${SAMPLE} of them: ${theirNs.toFixed(0)} ns a pair; ` +
      `${(theirNs / oursNs).toFixed(0)} times faster (mean score ${(sum / SENTENCES ** 2).toFixed(4)})`,
  );
}

function ours(left: readonly string[], right: readonly string[]): number {
  const vocabulary = new Vocabulary();
  const queries = left.map((text) => vocabulary.encode(text));
  const others = right.map((text) => vocabulary.encode(text));
  let sum = 0;
  for (const ids of queries) {
    const query = new RougeQuery(ids, vocabulary.size);
    for (const other of others) sum += query.score(other);
  }
  return sum;
}

function scoreByJsRouge(a: string, b: string): number {
  return jsRouge(a, b, { beta: 1, segmenter: (text) => [text], tokenizer: rougeTokens });
}

/** Sentences of the bundled sets; where they do not suffice, again with their words in another order. */
function sentences(name: string): string[] {
  const texts = BUNDLED_IDS.flatMap((id) =>
    ['seeds', 'test', 'teacher'].flatMap((part) => {
      const path = join(import.meta.dirname, '../../public/samples', id, `${part}.jsonl`);
      const lines = readFileSync(path, 'utf8').trim().split('\n');
      return lines.map((line) => (JSON.parse(line) as { text: string }).text);
    }),
  );
  const random = randomStream(1, 'bench', name);
  const again = texts.map((text) => random.shuffle(text.split(' ')).join(' '));
  return random.shuffle([...texts, ...again]).slice(0, SENTENCES);
}
