/**
 * The four operations of EDA (Wei and Zou 2019, arXiv 1901.11196) on the words of a text. Their code
 * strips case and punctuation first; here both stay on the words, so that a new example looks like a seed.
 */
import type { Random } from '../../random.ts';
import { STOP_WORDS } from './stop-words.ts';

export type Synonyms = ReadonlyMap<string, readonly string[]>;

export interface EdaContext {
  /** Share of the words that change, in [0, 1]. */
  readonly alpha: number;
  readonly synonyms: Synonyms;
  readonly random: Random;
}

/** New words, or the same ones where the operation finds nothing to do. */
export type EdaOperation = (words: readonly string[], context: EdaContext) => readonly string[];

/** n of the paper: alpha times the words, rounded down, at least one; with alpha 0 the operation is off. */
function changes(words: readonly string[], alpha: number): number {
  return alpha === 0 ? 0 : Math.max(1, Math.floor(alpha * words.length));
}

/** A word without the punctuation around it. */
interface Bare {
  readonly before: string;
  readonly core: string;
  readonly after: string;
}

function bare(word: string): Bare {
  const core = /[\p{L}\p{N}](?:.*[\p{L}\p{N}])?/u.exec(word);
  if (!core) return { before: word, core: '', after: '' };
  return { before: word.slice(0, core.index), core: core[0], after: word.slice(core.index + core[0].length) };
}

/** The synonym in the case and between the punctuation of the word it stands for. */
function dressed(synonym: string, { before, core, after }: Bare): string {
  const first = core.charAt(0);
  const capital = first !== first.toLowerCase();
  const allCapitals = capital && core.length > 1 && core === core.toUpperCase();
  const word = allCapitals
    ? synonym.toUpperCase()
    : capital
      ? synonym.charAt(0).toUpperCase() + synonym.slice(1)
      : synonym;
  return before + word + after;
}

function pick<T>(items: readonly T[], random: Random): T | undefined {
  return items.length === 0 ? undefined : items[random.below(items.length)];
}

/** The distinct words, bare and in lower case, that are no stop words and have synonyms. */
function exchangeable(words: readonly string[], synonyms: Synonyms): string[] {
  const distinct = new Set(words.map((word) => bare(word).core.toLowerCase()));
  return [...distinct].filter((word) => !STOP_WORDS.has(word) && (synonyms.get(word)?.length ?? 0) > 0);
}

/** n words that are no stop words become a synonym each, wherever they stand. */
export const synonymReplacement: EdaOperation = (words, { alpha, synonyms, random }) => {
  const chosen = random.shuffle(exchangeable(words, synonyms)).slice(0, changes(words, alpha));
  const replacements = new Map(chosen.map((word) => [word, pick(synonyms.get(word) ?? [], random)]));
  return words.map((word) => {
    const parts = bare(word);
    const synonym = replacements.get(parts.core.toLowerCase());
    return synonym === undefined ? word : dressed(synonym, parts);
  });
};

/** n times: a synonym of some word that is no stop word goes to a random place. */
export const randomInsertion: EdaOperation = (words, { alpha, synonyms, random }) => {
  const sources = exchangeable(words, synonyms);
  const out = [...words];
  for (let i = 0; i < changes(words, alpha); i++) {
    const source = pick(sources, random);
    const synonym = source === undefined ? undefined : pick(synonyms.get(source) ?? [], random);
    if (synonym !== undefined) out.splice(random.below(out.length + 1), 0, synonym);
  }
  return out;
};

/** n times: two words change places. */
export const randomSwap: EdaOperation = (words, { alpha, random }) => {
  const out = [...words];
  if (out.length < 2) return out;
  for (let i = 0; i < changes(words, alpha); i++) {
    const one = random.below(out.length);
    const other = (one + 1 + random.below(out.length - 1)) % out.length;
    [out[one], out[other]] = [out[other] ?? '', out[one] ?? ''];
  }
  return out;
};

/** Every word goes with probability alpha; where all would, a random one stays. */
export const randomDeletion: EdaOperation = (words, { alpha, random }) => {
  if (words.length < 2) return words;
  const kept = words.filter(() => random.unit() >= alpha);
  if (kept.length > 0) return kept;
  const survivor = pick(words, random);
  return survivor === undefined ? words : [survivor];
};
