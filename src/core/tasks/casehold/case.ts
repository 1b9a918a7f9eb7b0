/**
 * A case as one text: the citing context, a blank line, then the choices `A. ...` to `E. ...`, a line each. The
 * original rows (Zheng et al. 2021, arXiv 2104.08671) hold a context and five holdings, one of them right.
 */
import { LabError } from '../../errors.ts';
import { randomStream } from '../../random.ts';

/** The labels: the places of the choices in a text. */
export const LETTERS = ['A', 'B', 'C', 'D', 'E'] as const;

/** Stands in a context where the holding was cut out. */
export const HOLDING = '<HOLDING>';

export interface Case {
  readonly context: string;
  /** Five, in the order of their source; line breaks in them become spaces. */
  readonly holdings: readonly string[];
  /** Which of `holdings` is right, from 0. */
  readonly right: number;
}

/** What stands in a text that `renderCase` made. */
export interface ReadCase {
  readonly context: string;
  /** Five, in the order of their letters. */
  readonly holdings: readonly string[];
}

/**
 * The text and label of a case. The choices are in random order, the same for the same key, so that no letter is
 * right more often than another and no student gains by preferring one.
 * @param shuffleKey what is the case's own: its id, or its text
 * Throws LabError `bad-case` where there are not five holdings or none of them is named as right.
 */
export function renderCase(
  { context, holdings, right }: Case,
  shuffleKey: string,
): { readonly text: string; readonly label: string } {
  if (holdings.length !== LETTERS.length || holdings[right] === undefined) {
    throw new LabError(
      'bad-case',
      `The case ${JSON.stringify(shuffleKey.slice(0, 60))} has ${holdings.length} holdings, the right one at ${right}; it needs ${LETTERS.length} and one of 0 to ${LETTERS.length - 1}.`,
      'Correct that row: a context, five holdings, and which of them is right, counted from 0.',
    );
  }
  const order = randomStream(0, 'casehold-choices', shuffleKey).shuffle([...holdings.keys()]);
  const shuffled = order.map((from) => holdings[from] ?? '');
  return {
    text: caseText({ context, holdings: shuffled }),
    label: LETTERS[order.indexOf(right)] ?? '',
  };
}

/** The text with the choices in the order given. */
export function caseText({ context, holdings }: ReadCase): string {
  const choices = LETTERS.map((letter, i) => `${letter}. ${oneLine(holdings[i] ?? '')}`.trimEnd());
  return [context.trim(), '', ...choices].join('\n');
}

/**
 * The parts of a text as `renderCase` makes them, or null. Only the last five lines can be choices: a context may
 * hold lines that look like some. Never throws.
 */
export function parseCase(text: string): ReadCase | null {
  const lines = text.trimEnd().split('\n');
  const first = lines.length - LETTERS.length;
  if (first < 0) return null;
  const holdings: string[] = [];
  for (const [i, letter] of LETTERS.entries()) {
    const line = lines[first + i] ?? '';
    if (line !== `${letter}.` && !line.startsWith(`${letter}. `)) return null;
    holdings.push(line.slice(2).trim());
  }
  return { context: lines.slice(0, first).join('\n').trim(), holdings };
}

function oneLine(holding: string): string {
  return holding.replace(/\s+/gu, ' ').trim();
}
