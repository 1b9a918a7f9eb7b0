/**
 * Which choice a free text answer means. Refusing to guess is the point: the article "A" is no answer, a number
 * may count from 0 or from 1, and a text that settles on two letters settles on none.
 */
import { withoutThoughts } from '../classification/answer.ts';

// Bounded repetition throughout: an unbounded one takes quadratic time on long runs.
const OPEN = String.raw`["'“‘(\[{]{0,4}`;
const CLOSE = String.raw`["'”’)\]}]{0,4}`;
/** What may follow a letter that could be an article, or begin a name (D.C., E-mail). */
const ENDS = String.raw`(?=${CLOSE}(?:\s{0,4}$|\s{0,4}[,;:!(\n]|\s{1,4}[-–—]\s|\.(?:\s|$)|[)\]]|\s{1,4}(?:because|since)\b))`;
const NO_NAME = String.raw`(?![\p{L}\p{N}'’]|[.-]\p{L})`;
const BE = String.raw`(?:\s{1,4}(?:is|was|must be|would be|should be)\b|\s{0,4}["']?\s{0,4}[:=])`;
const NOUN = String.raw`(?:[Aa]nswer|[Cc]hoice|[Oo]ption|[Hh]olding|[Ll]etter|[Ll]abel|ANSWER|CHOICE|OPTION|HOLDING)`;

/** A letter and nothing else, in brackets, quotes or with a mark behind it. */
const ALONE = new RegExp(`^${OPEN}([A-Ea-e])[.,:;!]?${CLOSE}[.,:;!]?$`, 'u');
/** At the very start, before the holding it names. `A:` may stand for "answer", `A. B. Smith` is a name. */
const LEADING = /^(?:\(([A-Ea-e])\)|([A-Ea-e])\)|([A-E])\.|([B-E]):)\s(?!\p{Lu}\.)/u;
const STATEMENTS: readonly RegExp[] = [
  // "The answer is: option (B)"
  `${NOUN}${BE}:?\\s{0,4}(?:(?:the\\s{1,4})?${NOUN}\\s{1,4})?${OPEN}(?:([B-E])${NO_NAME}|([Aa-e])${ENDS})`,
  // "Option B."
  `${NOUN}\\s{1,4}${OPEN}([A-Ea-e])${ENDS}`,
  // "I choose B"
  `(?:[Cc]hoose|[Cc]hose|[Pp]ick|[Ss]elect|go with|say)\\s{1,4}(?:${NOUN}\\s{1,4})?${OPEN}(?:([B-E])${NO_NAME}|([Aa-e])${ENDS})`,
  // "B is correct"
  `${OPEN}([A-E])${CLOSE}\\s{1,4}is\\s{1,4}(?:the\\s{1,4})?(?:correct|right|best)\\b`,
].map((pattern) => new RegExp(`(?<![\\p{L}\\p{N}])${pattern}`, 'gu'));

const DENIED = /\b(?:not|never|neither|nor|cannot|wrong|incorrect|false|unlikely)\b|n[’']t\b/iu;
const ANOTHER = new RegExp(
  `^${CLOSE}\\s{0,4}(?:,|/|\\bor\\b|\\band\\b|&)\\s{0,4}(?:${NOUN}\\s{1,4})?${OPEN}[A-E]${NO_NAME}`,
  'u',
);

/** The letter, A to E, that an answer settles on, or null. Never throws. */
export function readChoice(raw: string): string | null {
  const text = plain(withoutThoughts(raw));
  const shown = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const found = new Set<string | null>();
  const add = (letter: string | null | undefined): void => {
    if (letter !== undefined) found.add(letter?.toUpperCase() ?? null);
  };
  for (const line of [shown[0] ?? '', shown.at(-1) ?? '']) add(ALONE.exec(line)?.[1]);
  const leading = shown.map((line) => letterOf(LEADING.exec(line)));
  // Where several lines begin with a letter, the choices were said again, and none of them chosen.
  if (leading.filter(Boolean).length === 1) add(leading[0]);
  for (const pattern of STATEMENTS) {
    for (const match of text.matchAll(pattern)) {
      const before = sentenceBefore(text, match.index);
      const after = text.slice(match.index + match[0].length, match.index + match[0].length + 60);
      add(DENIED.test(before) || ANOTHER.test(after) ? null : letterOf(match));
    }
  }
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : null;
}

/** Compatibility letters, Markdown and LaTeX made plain. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\r\n?/gu, '\n')
    .replace(/\\(?:boxed|text|textbf|mathrm|mathbf)(?=\{)/gu, '')
    .replace(/[*_`$\\]/gu, '');
}

function letterOf(match: RegExpExecArray | null): string | undefined {
  return match?.slice(1).find(Boolean);
}

function sentenceBefore(text: string, at: number): string {
  return (
    text
      .slice(Math.max(0, at - 60), at)
      .split(/[.!?;\n]/u)
      .at(-1) ?? ''
  );
}
