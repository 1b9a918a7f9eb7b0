/** Which label a free text answer means. Refusing to guess is the point: a guess would count as a prediction. */
import { wordsOf } from '../../words.ts';

export interface LabelReader {
  /** The label the text is, but for case, spacing and punctuation; else null. */
  readonly alone: (text: string) => string | null;
  /** The one label the text holds as whole words; null where it holds none, several or a denied one. */
  readonly anywhere: (raw: string) => string | null;
}

/** Read as "not this label", so neither the label nor anything else was answered. */
const DENIALS = new Set(['not', 'no', 'never', 'neither', 'nor', 't']);

/** Makes a reader for a fixed list of labels. Never throws. */
export function labelReader(labels: readonly string[]): LabelReader {
  const byWords = new Map<string, string | null>();
  for (const label of labels) {
    const key = wordsOf(label).join(' ');
    // Labels that differ in punctuation or case only ("C", "C++") must be answered letter by letter.
    if (key !== '') byWords.set(key, byWords.has(key) ? null : label);
  }
  const longestFirst = [...byWords]
    .map(([key, label]) => ({ parts: key.split(' '), label }))
    .sort((a, b) => b.parts.length - a.parts.length);

  const alone = (text: string): string | null => {
    const bare = text.trim();
    return labels.find((label) => label === bare) ?? byWords.get(wordsOf(bare).join(' ')) ?? null;
  };

  const anywhere = (raw: string): string | null => {
    const answer = withoutThoughts(raw);
    const direct = alone(answer);
    if (direct !== null) return direct;
    const tokens: (string | null)[] = wordsOf(answer);
    const found = new Set<string | null>();
    // The longest labels first, each hit blanked out, so that "very good" is not also "good".
    for (const { parts, label } of longestFirst) {
      for (let at = 0; at + parts.length <= tokens.length; at++) {
        if (!parts.every((part, i) => tokens[at + i] === part)) continue;
        const denied = DENIALS.has(tokens[at - 1] ?? '');
        found.add(denied ? null : label);
        tokens.fill(null, at, at + parts.length);
      }
    }
    const [only] = found;
    return found.size === 1 && only !== undefined ? only : null;
  };

  return { alone, anywhere };
}

/** The text without a reasoning model's `<think>` block, which weighs labels it does not answer. */
export function withoutThoughts(raw: string): string {
  return raw.replace(/<think>[\s\S]*?(?:<\/think>|$)/giu, '');
}
