/** Exact fractions: answers are compared as what they are worth, never as floating-point numbers. */

/** In lowest terms, the denominator above 0. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Larger numerators or denominators are no answer to a word problem, and would cost time without limit. */
const LIMIT = 10n ** 40n;

/** Decimals are written out to this many places; what needs more, or never ends, is written as a fraction. */
const PLACES = 12;
const SCALE = 10n ** BigInt(PLACES);

/** The fraction in lowest terms; null for a denominator of 0 and beyond 40 digits. */
export function rational(numerator: bigint, denominator: bigint): Rational | null {
  if (denominator === 0n) return null;
  const sign = denominator < 0n ? -1n : 1n;
  const common = greatestCommonDivisor(abs(numerator), abs(denominator));
  const lowest = {
    numerator: (sign * numerator) / common,
    denominator: (sign * denominator) / common,
  };
  return abs(lowest.numerator) < LIMIT && lowest.denominator < LIMIT ? lowest : null;
}

/** The one way a number is written: `72`, `-0.5`, `1/3`. Equal texts are equal numbers, and the other way round. */
export function canonical({ numerator, denominator }: Rational): string {
  if (denominator === 1n) return String(numerator);
  if (SCALE % denominator !== 0n) return `${numerator}/${denominator}`;
  const digits = String((abs(numerator) * SCALE) / denominator).padStart(PLACES + 1, '0');
  const fraction = digits.slice(-PLACES).replace(/0+$/u, '');
  return `${numerator < 0n ? '-' : ''}${digits.slice(0, -PLACES)}.${fraction}`;
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
