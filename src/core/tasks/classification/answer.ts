/** Which label a free text answer means. Refusing to guess is the point: a guess would count as a prediction. */
import { wordsOf } from '../../words.ts';
import type { Form } from './mentions.ts';
import { mentioned } from './mentions.ts';
import { announcementsIn, beginningOf, headOf, isRetraction, piecesOf } from './statements.ts';

export interface LabelReader {
  /** The label the text is, but for case, spacing, punctuation and a leading "it is a"; else null. Never throws. */
  readonly alone: (text: string) => string | null;
  /** The one label that a whole answer settles on, or null: see `labelReader`. Never throws. */
  readonly anywhere: (raw: string) => string | null;
}

/** What a reader knows beside the labels. */
export interface ReaderOptions {
  /** Other words for a label, by label. They count only where they are the whole of what is answered. */
  readonly aliases?: Readonly<Record<string, readonly string[]>>;
  /** What announces the answer ("Sentiment"), beside the common words for it. */
  readonly answerWord?: string | null;
  /** What a question begins with ("Sentence:"): behind it a model has gone on to a question of its own. */
  readonly questionLead?: string | null;
}

/**
 * Makes a reader for a fixed list of labels. Only the answer is read, never the question, in this order:
 * 1. The answer is a label, or a label before a question that the model went on to ask itself.
 * 2. What it states: announced ("Sentiment: positive", `{"label":"positive"}`), alone in a line or sentence, or at its
 *    start before a reason. Where a model repeats the prompt, its label stands behind the announcement, and the words
 *    of the repeated text are not read.
 * 3. The labels it holds as whole words, unless it states something else.
 * Several labels, a denied one or one in a question give null; so does anything in a `<think>` block.
 */
export function labelReader(labels: readonly string[], options: ReaderOptions = {}): LabelReader {
  const byWords = spellings(labels);
  const byAlias = aliasesOf(options.aliases ?? {}, byWords);
  const forms = [...byWords].map(([key, label]): Form => ({ words: key.split(' '), label }));
  const answerWords = options.answerWord ? [options.answerWord] : [];

  const alone = (text: string): string | null => {
    const bare = text.trim();
    const exact = labels.find((label) => label === bare);
    if (exact !== undefined) return exact;
    const key = wordsOf(bare).join(' ');
    if (byWords.has(key)) return byWords.get(key) ?? null;
    return byAlias.get(withoutArticle(key)) ?? byWords.get(withoutArticle(key)) ?? null;
  };

  const inProse = (text: string): Set<string | null> => mentioned(text, forms);
  const headed = (text: string): Set<string | null> => {
    const whole = alone(text);
    if (whole !== null) return new Set([whole]);
    const { head, rest } = headOf(text);
    const first = alone(head);
    if (first === null) return new Set();
    return new Set([first, alone(rest) ?? first]);
  };

  const stated = (text: string): Set<string | null> => {
    const found = new Set<string | null>();
    const pieces = piecesOf(text);
    if (pieces.some(isRetraction)) return found;
    const announcements = announcementsIn(text, pieces, answerWords);
    for (const { said, isCertain } of announcements) {
      const read = headed(said);
      const labelsSaid = read.size > 0 ? read : inProse(said);
      for (const label of labelsSaid) found.add(label);
      if (labelsSaid.size === 0 && isCertain) found.add(null);
    }
    const told = pieces.filter((piece) => !piece.endsWith('?'));
    for (const piece of told) {
      const label = alone(piece);
      if (label !== null) found.add(label);
    }
    const [first = ''] = pieces;
    if (announcements.length === 0 && told.includes(first))
      for (const label of headed(first)) found.add(label);
    return found;
  };

  const anywhere = (raw: string): string | null => {
    const answer = withoutThoughts(raw).normalize('NFKC');
    const direct = alone(answer) ?? alone(beginningOf(answer, options.questionLead ?? ''));
    if (direct !== null) return direct;
    const statements = stated(answer);
    return theOnly(statements.size > 0 ? statements : inProse(answer));
  };

  return { alone, anywhere };
}

function theOnly(found: ReadonlySet<string | null>): string | null {
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : null;
}

/** Labels by their words. null for labels that differ in punctuation or case only ("C", "C++"): letter by letter. */
function spellings(labels: readonly string[]): Map<string, string | null> {
  const own = claimed(labels.map((label) => ({ key: wordsOf(label).join(' '), label })));
  const split = claimed(labels.map((label) => ({ key: wordsOf(camelSplit(label)).join(' '), label })));
  return new Map([...split, ...own]);
}

/** Aliases by their words; those of two labels, and those that are a label, are none. */
function aliasesOf(
  aliases: Readonly<Record<string, readonly string[]>>,
  taken: ReadonlyMap<string, string | null>,
): Map<string, string | null> {
  const all = Object.entries(aliases).flatMap(([label, names]) =>
    names.map((name) => ({ key: wordsOf(name).join(' '), label })),
  );
  return new Map([...claimed(all)].filter(([key]) => !taken.has(key)));
}

/** Who has a key; null where several do. */
function claimed(
  claims: readonly { readonly key: string; readonly label: string }[],
): Map<string, string | null> {
  const byKey = new Map<string, string | null>();
  for (const { key, label } of claims) {
    const holder = byKey.get(key);
    if (key !== '') byKey.set(key, holder === undefined || holder === label ? label : null);
  }
  return byKey;
}

/** "AddToPlaylist" as "Add To Playlist". */
function camelSplit(label: string): string {
  return label.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ');
}

function withoutArticle(key: string): string {
  return key.replace(/^(?:(?:it|this|that) (?:is|s) )?(?:an? |the )?/u, '');
}

/** The text without a reasoning model's `<think>` block, which weighs labels it does not answer. */
export function withoutThoughts(raw: string): string {
  return (
    raw
      .replace(/<(think(?:ing)?)>[\s\S]*?(?:<\/\1>|$)/giu, '')
      // Some chat templates open the block in the prompt, so that only its end is in the answer.
      .replace(/^[\s\S]*<\/think(?:ing)?>/iu, '')
  );
}
