import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberAlone, statedNumber } from './number.ts';

/** Any UTF-16 code units, broken pairs included. */
const anyText = fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units));

/** What a line says, and the number it states. */
const STATED: readonly (readonly [string, string | null])[] = [
  // signs, units, currencies
  ['72', '72'],
  [' 72 ', '72'],
  ['72.', '72'],
  ['72!', '72'],
  ['-5', '-5'],
  ['\u22125', '-5'],
  ['\u20135', '-5'],
  ['+5', '5'],
  ['minus 5', '-5'],
  ['The answer is negative 5', '-5'],
  ['- 5', null],
  ['x-5', null],
  ['-(5)', null],
  ['minus (5)', null],
  ['minus $5', '-5'],
  ['- $5', null],
  ['USD5 000', null],
  ['x * "5"', null],
  ['three times 5', null],
  ['5 minus x', null],
  ['5 times', '5'],
  ['Answer:** 72', '72'],
  ['**Answer:** 72', '72'],
  ['--5', null],
  ['(5)', '5'],
  ['$5', '5'],
  ['-$5', '-5'],
  ['$-5', '-5'],
  ['US$5', '5'],
  ['5 \u20ac', '5'],
  ['\u20ac 5', '5'],
  ['Rs.500', '500'],
  ['USD5', null],
  ['72 dollars', '72'],
  ['72dollars', '72'],
  ['$1,234.50', '1234.5'],
  ['$1,234.50.', '1234.5'],
  ['50%', '50'],
  ['50 percent', '50'],
  ['25 m²', '25'],
  ['25 m2', '25'],
  ['25 m^2', '25'],
  ['60 km/h', '60'],
  ['5-year plan', '5'],
  ['72 (seventy-two)', '72'],
  ['72 (6 times 12)', null],
  ['about 72', '72'],
  ['Answer: 72', '72'],
  // thousands and decimals
  ['1,234', '1234'],
  ['12,345,678', '12345678'],
  ['1,23', '1.23'],
  ['1,5', '1.5'],
  ['0,125', '0.125'],
  ['10,125', '10125'],
  ['1234,567', null],
  ['1,234,5', null],
  ['1,00,000', null],
  ['1.50', '1.5'],
  ['1.234', '1.234'],
  ['1.234.567', '1234567'],
  ['1.234,5', '1234.5'],
  ['1.23.4', null],
  ['1 000', '1000'],
  ['1\u2009000\u2009000', '1000000'],
  ['1\u202f000,5', '1000.5'],
  ['1\u00a0000', '1000'],
  ['1 00', null],
  ['10 1000', null],
  ["1'000", '1000'],
  ['1_000', null],
  ['.5', '0.5'],
  ['5.', '5'],
  ['007', '7'],
  ['0.0', '0'],
  ['-0', '0'],
  // fractions, powers
  ['3/4', '0.75'],
  ['-3/4', '-0.75'],
  ['1/3', '1/3'],
  ['2/6', '1/3'],
  ['8/2', '4'],
  ['3 / 4', '0.75'],
  ['3\u20444', '0.75'],
  ['1/0', null],
  ['1/2/3', null],
  ['1.5/2', null],
  ['1,000/3', null],
  ['1 1/2', '1.5'],
  ['-1 1/2', '-1.5'],
  ['1 3/2', null],
  ['1 100/300', null],
  ['½', '0.5'],
  ['1½', '1.5'],
  ['1 ½', '1.5'],
  ['⅓ cup', '1/3'],
  ['1e3', '1000'],
  ['1.5E-3', '0.0015'],
  ['1.5×10^3', '1500'],
  ['1.5 x 10^{-1}', '0.15'],
  ['2×10³', '2000'],
  ['1e999', null],
  ['2^3', null],
  // Markdown, LaTeX, other letters
  ['**72**', '72'],
  ['72**', '72'],
  ['*72* apples', '72'],
  ['__-5__', '-5'],
  ['`72`', '72'],
  ['5*100', null],
  ['5 *100', null],
  ['*5* 000', null],
  ['-**5**', null],
  ['\\boxed{72}', '72'],
  ['$\\boxed{-\\frac{1}{2}}$', '-0.5'],
  ['\\boxed{72\\text{ dollars}}', '72'],
  ['1\\frac{1}{2}', '1.5'],
  ['\\(1{,}234\\)', '1234'],
  ['\\$18', '18'],
  ['5\\%', '5'],
  ['\\sqrt{2}', null],
  ['√2', null],
  ['７２', '72'],
  ['－１，２３４．５', '-1234.5'],
  ['٧٢', null],
  ['Ⅳ', null],
  ['②', null],
  ['7\u200b2', null],
  // equations
  ['x = 5', '5'],
  ['48 + 24 = 72', '72'],
  ['x=-5', '-5'],
  ['x1 = 5', '5'],
  ['10/3 ≈ 3.33', '3.33'],
  ['72 = 6 x 12', null],
  ['5 =', null],
  ['x >= 5', null],
  ['x ≠ 5', null],
  // more than one value, or another one
  ['3 of 2', null],
  ['5 or 6', null],
  ['5 or more', null],
  ['5-6', null],
  ['5 to 1', null],
  ['12:30', null],
  ['2024-01-05', null],
  ['72 72', null],
  ['5 million', null],
  ['5M', null],
  ['5 m', '5'],
  ['10k', null],
  ['2 dozen eggs', null],
  ['5 and a half', null],
  ['5 cups and a half', null],
  ['2 thirds', null],
  ['half of 10', null],
  ['twice 5', null],
  ['5x', null],
  ['5π', null],
  ['5x3', null],
  ['5 + x', null],
  ['f(5)', null],
  ['at least 5', null],
  ['more than 5', null],
  ['± 5', null],
  ['<5', null],
  ['not 5', null],
  ["It isn't 5", null],
  ['Step 1', null],
  ['1. Add the numbers', null],
  ['seventy-two', null],
  ['none', null],
  ['', null],
  [`${'very '.repeat(80)}5`, null],
];

describe('the number a line states', () => {
  it.each(STATED)('%j: %j', (line, number) => {
    expect(statedNumber(line)).toBe(number);
  });
});

/** A whole number with its digits in groups of three. */
const grouped = (digits: string, separator: string) => digits.replace(/\B(?=(?:\d{3})+$)/gu, separator);

describe('a number', () => {
  const size = fc.bigInt({ min: 0n, max: 10n ** 15n });
  const decimals = fc.stringMatching(/^\d{1,6}$/u);
  const sign = fc.constantFrom('', '-');

  it('is itself in every way it can be written', () => {
    fc.assert(
      fc.property(sign, size, decimals, (minus, whole, places) => {
        const plain = `${minus}${whole}`;
        const expected = statedNumber(plain);
        expect(expected).toBe(whole === 0n ? '0' : plain);
        const ways = [
          grouped(String(whole), ','),
          grouped(String(whole), '\u2009'),
          grouped(String(whole), ' '),
          `$${whole}`,
          `${whole}.0`,
          `${whole}.`,
          `${whole} apples`,
          `${whole}%`,
          `${whole * 3n}/3`,
          `${whole}e0`,
          `${whole}0e-1`,
        ];
        for (const way of ways) expect([way, statedNumber(minus + way)]).toEqual([way, expected]);
        for (const way of [`**${plain}**`, `\\boxed{${plain}}`, `x = ${plain}`]) {
          expect([way, statedNumber(way)]).toEqual([way, expected]);
        }
        const fraction = statedNumber(`${plain}.${places}`);
        const scale = 10n ** BigInt(places.length);
        expect(statedNumber(`${minus}${grouped(String(whole), ',')}.${places}`)).toBe(fraction);
        expect(statedNumber(`${minus}${whole * scale + BigInt(places)}/${scale}`)).toBe(fraction);
      }),
    );
  });

  it('is not its opposite, and not its neighbour', () => {
    fc.assert(
      fc.property(size, decimals, (whole, places) => {
        const number = statedNumber(`${whole}.${places}`);
        expect(number).not.toBeNull();
        if (number !== '0') expect(statedNumber(`-${whole}.${places}`)).toBe(`-${number ?? ''}`);
        expect(statedNumber(`${whole + 1n}.${places}`)).not.toBe(number);
      }),
    );
  });

  it('written canonically is read as it stands, alone too', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.bigInt(1n, 10n ** 6n), (a, b) => {
        const number = statedNumber(`${a}/${b}`);
        expect(number).not.toBeNull();
        expect(statedNumber(number ?? '')).toBe(number);
        expect(numberAlone(number ?? '')).toBe(number);
      }),
    );
  });

  it('is never glued together out of several', () => {
    const between = fc.constantFrom(' of ', ' or ', ', ', '; ', ' - ', ':', ' and ', ' * ', '*', '+', ' | ');
    fc.assert(
      fc.property(size, between, size, (one, gap, other) => {
        expect(statedNumber(`${one}${gap}${other}`)).toBeNull();
      }),
    );
  });

  it('is canonical or null, whatever comes', () => {
    const pieces = fc.constantFrom(
      '1',
      '23',
      '000',
      ',',
      '.',
      ' ',
      '/',
      '-',
      '*',
      '$',
      '\\boxed{',
      '}',
      'e',
      'x',
      '=',
      '½',
      '10^',
      '²',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
          anyText,
        ),
        (line) => {
          const number = statedNumber(line);
          if (number !== null) expect(statedNumber(number)).toBe(number);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
