/** Makes the ways of setting a number (LaTeX, Markdown, full-width letters, ½) plain before it is read. */

/** Stands where a mark was taken out: what it parts must never run together into one number. */
export const CUT = '\u001f';

const FULL_WIDTH = /[\uff01-\uff5e]/gu;
const MINUS = /[\u2010-\u2013\u2212\ufe63]/gu;
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/gu;
const VULGAR = /(\d?)([\u00bc-\u00be\u2150-\u215e\u2189])/gu;
const SUPERSCRIPT = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const LATEX_FRACTION = /(\d?)\\[dt]?frac\s*\{\s*(\d+)\s*\}\s*\{\s*(\d+)\s*\}/gu;
const LATEX_BOX = /\\(?:boxed|fbox|text|textbf|mathrm|mathbf|mathit)\s*\{([^{}]*)\}/gu;
const EMPHASIS = /(?<![\p{L}\p{N}])(\*{1,3}|_{1,3}|`{1,3})(?![\s*_`])([^*_`]+)(?<!\s)\1(?![\p{L}\p{N}])/gu;

/**
 * The line in plain characters: ASCII digits and signs, `/` for fractions, `×10^3` for powers of ten. Not NFKC:
 * that would make 1½ into 11/2 and m² into m2. Never throws.
 */
export function plainLine(line: string): string {
  const characters = line
    .replace(FULL_WIDTH, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(MINUS, '-')
    .replace(INVISIBLE, CUT)
    .replace(/[⁄∕]/gu, '/')
    .replace(VULGAR, (_all, digit: string, sign: string) => {
      const [top = '', bottom = ''] = sign.normalize('NFKC').split('⁄');
      return `${spaced(digit)}${top}/${bottom}${CUT}`;
    });
  return withoutEmphasis(withoutLatex(powers(characters)));
}

/** A whole number before a fraction keeps a space between them. */
function spaced(digit: string): string {
  return digit === '' ? '' : `${digit} `;
}

/** 10³ becomes 10^3; the 2 of m² belongs to its unit. */
function powers(text: string): string {
  return text
    .replace(/(?<=\p{L})(?:[²³]|\^\{?[23]\}?(?!\d))/gu, '')
    .replace(
      /(?<=10)(⁻?)([⁰¹²³⁴-⁹]+)/gu,
      (_all, sign: string, raised: string) =>
        `^${sign === '' ? '' : '-'}${raised.replace(/./gu, (digit) => String(SUPERSCRIPT.indexOf(digit)))}`,
    );
}

function withoutLatex(text: string): string {
  let plain = text
    .replace(/\{,\}/gu, ',')
    .replace(/\\[,;: ]/gu, '\u2009')
    .replace(/\\([$%])/gu, '$1')
    .replace(/\\(?:times|cdot)(?!\p{L})/gu, '×')
    .replace(/\\[()[\]]/gu, CUT)
    .replace(LATEX_FRACTION, (_all, digit: string, top: string, bottom: string) => {
      return `${spaced(digit)}${top}/${bottom}${CUT}`;
    });
  // Twice, for a \text in a \boxed; what is nested deeper is not read.
  for (let depth = 0; depth < 2; depth++) plain = plain.replace(LATEX_BOX, `${CUT}$1${CUT}`);
  return plain;
}

/** Paired marks, and those at the ends whose other half stands before the `####` or was never written. */
function withoutEmphasis(text: string): string {
  return text.replace(EMPHASIS, `${CUT}$2${CUT}`).replace(/^[\s*_`]+|[\s*_`]+$/gu, '');
}
