/**
 * Reads the one number a line states, exactly. Refusing to guess is the point: several numbers are never glued
 * together, and a line that says more than one value says none.
 *
 * What is read: signs; a comma before exactly three digits, spaces and apostrophes as thousands separators, points
 * where there are several (1.234.567); a point as decimal point, and a comma where it cannot part thousands (1,5
 * and 0,125); 1,234.5 and 1.234,5; fractions (3/4), mixed numbers (1 1/2), ½; 1.5e3 and 1.5×10^3; what Markdown,
 * LaTeX and full-width letters make of these. Units, currencies and the percent sign are left out: 50% is 50.
 * Where there is an `=` or `≈`, what stands behind the last one counts.
 *
 * What is not: other scripts' digits, number words, multiplied numbers (5 million, 2 dozen, 5π), bounds (at least
 * 5, ± 5), and a minus with a space behind it, which may be a bullet.
 */
import { CUT, plainLine } from './number-text.ts';
import type { Rational } from './rational.ts';
import { canonical, rational } from './rational.ts';

/** A longer line is prose, not an answer. */
const MOST_CHARACTERS = 300;

// Groups of digits first, so that the longest well-formed number is taken.
const GROUPED = String.raw`[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|[1-9]\d{0,2}(?:['’]\d{3})+(?:[.,]\d+)?`;
const POINTED = String.raw`[1-9]\d{0,2}(?:\.\d{3})+,\d+|[1-9]\d{0,2}(?:\.\d{3}){2,}`;
const SPACED = String.raw`[1-9]\d{0,2}(?<gap>[ \u00a0\u2009\u202f])\d{3}(?:\k<gap>\d{3})*(?:[.,]\d+)?`;
const SINGLE = String.raw`\d+\.\d+|0,\d+|\d+,(?!\d{3}(?!\d))\d+|\d+|(?<![\p{L}\p{N}_.])\.\d+`;
const POWER = String.raw`(?:[eE](?<e>[-+]?\d{1,3})|\s?[×x*·]\s?10\^(?:(?<up>[-+]?\d{1,3})|\{(?<braced>[-+]?\d{1,3})\}))?`;
const FRACTION = String.raw`(?:(?<whole>\d+)[ \u00a0\u2009\u202f]+)?(?<top>\d+)\s?\/\s?(?<bottom>\d+)`;
const NUMBER = new RegExp(
  String.raw`(?<![\p{L}\p{N}_]|\d[.,'’])(?:${FRACTION}|(?<plain>${GROUPED}|${POINTED}|${SPACED}|${SINGLE})${POWER})(?!\d|[.,'’]\d)`,
  'u',
);

const BOUNDS = /[<>≤≥≠±√∞]|!=/u;
/** Before a number: words that deny, bound or change it, or make it the number of something. */
const CHANGED_BEFORE =
  /n[’']t\b|\b(?:not|never|half|third|quarter|twice|double|plus|times|divided|multiplied|triple|root|than|least|most|between|step|part|question|problem|example)\b/iu;
/** The word behind a number that makes it another one. */
const CHANGED_AFTER =
  /^(?:[MB]|(?:hundreds?|thousands?|millions?|billions?|trillions?|dozens?|k|K|bn|mn|and|half|halves|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|squared|cubed|plus|minus|divided|multiplied|[xyzXYZ]|pi|π))$/u;
/** A name with digits in it, which are no number: x1 before one, m2 or CO2 behind one. */
const NAME_BEFORE = /(?<![\p{L}\p{N}_])\p{L}[\p{L}\p{N}]*/gu;
const NAME_AFTER = /(?<![\p{L}\p{N}_])(?!x)\p{L}+[23](?!\p{N})/gu;

interface Found {
  readonly before: string;
  readonly after: string;
  readonly value: Rational;
}

/** The number a line states among words and units, in its canonical form, or null. Never throws. */
export function statedNumber(line: string): string | null {
  const plain = line.length > MOST_CHARACTERS || BOUNDS.test(line) ? null : plainLine(line);
  const found = plain === null ? null : find(plain.slice(plain.search(/[^=≈]*$/u)));
  return found && canonical(found.value);
}

/** The number a text is, with nothing but marks, currency or a percent sign around it; else null. Never throws. */
export function numberAlone(text: string): string | null {
  const line = text.trim();
  if (line.length > MOST_CHARACTERS || BOUNDS.test(line) || /[\r\n=≈]/u.test(line)) return null;
  const found = find(plainLine(line));
  return found && !/\p{L}/u.test(found.before + found.after) ? canonical(found.value) : null;
}

function find(line: string): Found | null {
  const match = NUMBER.exec(line);
  if (!match || line.includes('\\')) return null;
  const before = line.slice(0, match.index);
  const after = line.slice(match.index + match[0].length);
  // A second number leaves its digits here.
  const left = before.replace(NAME_BEFORE, '') + after.replace(NAME_AFTER, '');
  if (/\p{N}/u.test(left)) return null;
  const sign = signOf(before);
  const size = valueOf(match.groups ?? {});
  if (sign === null || size === null || changed(before, after)) return null;
  return { before, after, value: { ...size, numerator: sign * size.numerator } };
}

/** 1n or -1n by what stands before the digits; null where that is part of a calculation or of another number. */
function signOf(before: string): bigint | null {
  const bare = before.replace(/\p{Sc}+\s?$/u, '');
  const word = /^(?<lead>.*?)\b(?:minus|negative)\s+$/isu.exec(bare);
  if (word) return /(?:^|:|\bis)\s*$/iu.test(word.groups?.['lead'] ?? '') ? -1n : null;
  const sign = /[-+]$/u.exec(bare)?.[0];
  const rest = sign === undefined ? bare : bare.slice(0, -1);
  if (sign !== undefined && /[\p{L}\p{N})\]]$/u.test(rest)) return null;
  // What parts the number from the last word: `- (5)` and `x * "5"` are not 5, nor is `f(5)`, nor `Q5 000` 0.
  const gap = (/[^\p{L}\p{N}]*$/u.exec(rest)?.[0] ?? '').replaceAll('**', '');
  if (/[-+*×·/÷^]/u.test(gap) || /\p{L}\($|\p{N}\s+$/u.test(rest)) return null;
  return sign === '-' ? -1n : 1n;
}

function changed(before: string, after: string): boolean {
  const word = new RegExp(`^[\\s${CUT}-]*(\\p{L}+)`, 'u').exec(after)?.[1] ?? '';
  return (
    CHANGED_BEFORE.test(before) ||
    // A sign in words that does not stand right before the number; `signOf` has read the others.
    /\b(?:minus|negative)\b(?!\s+\p{Sc}?\s?$)/iu.test(before) ||
    CHANGED_AFTER.test(word) ||
    /\b(?:or|half)\b/iu.test(after) ||
    new RegExp(`^[\\s${CUT}]*[+*×·÷^]`, 'u').test(after) ||
    // `1. First, ...` numbers a line.
    (before.trim() === '' && /^[.)]\s+\p{L}/u.test(after))
  );
}

function valueOf(groups: Readonly<Record<string, string | undefined>>): Rational | null {
  const { whole, top, bottom, plain } = groups;
  if (top !== undefined && bottom !== undefined) return fractionOf(whole, top, bottom);
  if (plain === undefined) return null;
  const exponent = Number(groups['e'] ?? groups['up'] ?? groups['braced'] ?? 0);
  const { integer, decimals } = parts(plain);
  const digits = BigInt(integer + decimals);
  const shift = exponent - decimals.length;
  return shift < 0 ? rational(digits, 10n ** BigInt(-shift)) : rational(digits * 10n ** BigInt(shift), 1n);
}

/** 1 100/300 may be a mixed number or 1100 parts: null, as for a fraction above one beside a whole number. */
function fractionOf(whole: string | undefined, top: string, bottom: string): Rational | null {
  const [above, below] = [BigInt(top), BigInt(bottom)];
  if (whole === undefined) return rational(above, below);
  if (above >= below || (top.length === 3 && whole.length <= 3)) return null;
  return rational(BigInt(whole) * below + above, below);
}

/** The digits before and behind the decimal separator, by the rules at the top. */
function parts(plain: string): { readonly integer: string; readonly decimals: string } {
  const marks = plain.match(/[.,]/gu) ?? [];
  const last = marks.at(-1) ?? '';
  const once = marks.filter((mark) => mark === last).length === 1;
  const at = once && !/^[1-9]\d{0,2},\d{3}$/u.test(plain) ? plain.lastIndexOf(last) : plain.length;
  const digits = (text: string) => text.replace(/\D/gu, '');
  return { integer: digits(plain.slice(0, at)), decimals: digits(plain.slice(at + 1)) };
}
