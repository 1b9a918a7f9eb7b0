/** A rationale that ends in `#### n`: how it is cleaned, read and put together. */
import { statedNumber } from './number.ts';

/** The calculator annotations of the original answers: <<48/2=24>>. */
const ANNOTATION = /<<[^<>\n]*>>/gu;

/**
 * An original answer of GSM8K (Cobbe et al. 2021, arXiv 2110.14168) as students are to write it: without its
 * calculator annotations, which trained a model to call a calculator that no student here has.
 * Never throws.
 */
export function cleanRationale(answer: string): string {
  return answer
    .replace(ANNOTATION, '')
    .split(/\r\n?|\n/u)
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}

const MARK = '####';

/** Where the answer stands. */
interface Ending {
  /** Everything before the last mark. */
  readonly rationale: string;
  /** The first line behind it that is not blank. */
  readonly line: string;
}

/**
 * The number behind the last `####`, or null. A `####` that closes a heading (`#### 72 ####`) is not the last one;
 * one with nothing behind it is: the answer was cut off.
 */
export function finalNumber(text: string): string | null {
  const ending = endingOf(text);
  return ending && statedNumber(ending.line);
}

/** A solution with its end written in the one way (`\n#### 72`); as it is, but clean, where no number ends it. */
export function wholeSolution(solution: string): string {
  const clean = cleanRationale(solution);
  const number = finalNumber(clean);
  return number === null ? clean : `${endingOf(clean)?.rationale ?? ''}\n#### ${number}`.trim();
}

function endingOf(text: string): Ending | null {
  const open = withoutClosing(text);
  const at = open.lastIndexOf(MARK);
  if (at === -1) return null;
  return {
    // With it go the rest of a longer mark and Markdown that was opened before it: `**#### 72**`.
    rationale: trimEndOf(open.slice(0, at), /[#\s*_]/u),
    line:
      open
        .slice(at + MARK.length)
        .trimStart()
        .split(/[\r\n]/u, 1)[0] ?? '',
  };
}

function withoutClosing(text: string): string {
  const end = text.trimEnd();
  if (!end.endsWith(MARK)) return text;
  const open = trimEndOf(end, /#/u);
  const line = open.slice(open.lastIndexOf('\n') + 1);
  return line.slice(line.lastIndexOf(MARK)).length > MARK.length && line.includes(MARK) ? open : text;
}

/** A loop, because a pattern that ends in `+$` takes quadratic time on long runs in the middle. */
function trimEndOf(text: string, character: RegExp): string {
  let end = text.length;
  while (end > 0 && character.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
