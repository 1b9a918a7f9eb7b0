import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NUMBER, TEXT } from './formats.ts';

/** Any UTF-16 code units, broken pairs included. */
const anyText = fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units));

const NUMBERS: readonly (readonly [string, string | null])[] = [
  ['72', '72'],
  [' 72\n', '72'],
  ['72.', '72'],
  ['72.0', '72'],
  ['-5', '-5'],
  ['\u22125', '-5'],
  ['+5', '5'],
  ['- 5', null],
  ['--5', null],
  ['(5)', '5'],
  ['$5', '5'],
  ['-$5', '-5'],
  ['5 €', '5'],
  ['€5', '5'],
  ['50%', '50'],
  ['50 %', '50'],
  ['1,234', '1234'],
  ['1,234.5', '1234.5'],
  ['1.234,5', '1234.5'],
  ['1,5', '1.5'],
  ['1 234', '1234'],
  ['1\u202f234', '1234'],
  ['1.50', '1.5'],
  ['.5', '0.5'],
  ['0', '0'],
  ['-0', '0'],
  ['3/4', '0.75'],
  ['1/3', '1/3'],
  ['1 1/2', '1.5'],
  ['½', '0.5'],
  ['1½', '1.5'],
  ['1/0', null],
  ['1e3', '1000'],
  ['1.5×10^3', '1500'],
  ['**72**', '72'],
  ['`72`', '72'],
  ['"72"', '72'],
  ['\\boxed{72}', '72'],
  ['$72$', '72'],
  ['７２', '72'],
  ['<think>71</think>72', '72'],
  ['<think>72', null],
  ['', null],
  ['.', null],
  ['none', null],
  ['seventy-two', null],
  ['72 dollars', null],
  ['Answer: 72', null],
  ['The answer is 72.', null],
  ['x = 72', null],
  ['= 72', null],
  ['6 * 12 = 72', null],
  ['72 or 73', null],
  ['72 73', null],
  ['72, 73', null],
  ['72\n73', null],
  ['72-73', null],
  ['3 of 2', null],
  ['12:30', null],
  ['2024-01-05', null],
  ['>5', null],
  ['±5', null],
  ['2^3', null],
  ['√2', null],
  ['5π', null],
  ['10k', null],
  ['٧٢', null],
  ['6 * 12 is 72.\n#### 72', '72'],
  ['#### 72 dollars', '72'],
  ['#### 5\n#### 6', '6'],
  ['72\n####', null],
  ['#### 72 or 73', null],
];

const TEXTS: readonly (readonly [answer: string, label: string, right: boolean])[] = [
  ['Paris', 'Paris', true],
  ['paris', 'Paris', true],
  ['PARIS', 'Paris', true],
  [' Paris\n', 'Paris', true],
  ['Paris.', 'Paris', true],
  ['Paris!', 'Paris', true],
  ['"Paris"', 'Paris', true],
  ['“Paris”', 'Paris', true],
  ['«Paris»', 'Paris', true],
  ['‘Paris’.', 'Paris', true],
  ['**Paris**', 'Paris', true],
  ['`Paris`', 'Paris', true],
  ['(Paris)', 'Paris', true],
  ['[Paris]', 'Paris', true],
  ['Paris…', 'Paris', true],
  ['¿Paris?', 'Paris', true],
  ['<think>Rome</think>Paris', 'Paris', true],
  ['New  York', 'New York', true],
  ['New\nYork', 'New York', true],
  ['New\u00a0York', 'New York', true],
  ['Ｐａｒｉｓ', 'Paris', true],
  ['パリ', 'ﾊﾟﾘ', true],
  ['パリ。', 'パリ', true],
  ['e\u0301te\u0301', 'été', true],
  ['ﬁn', 'fin', true],
  ['GRÖSSE', 'grösse', true],
  ['ΟΔΟΣ', 'οδος', true],
  ['C++', 'c++', true],
  ['C#', 'C#.', true],
  ['-5', '-5.', true],
  ['.5', '.5', true],
  ['10%', '10%', true],
  ['3:2', '3:2', true],
  ['a, b', 'A, b', true],
  ['?!', '?!', true],
  ['...', '...', true],
  ['👍', '👍!', true],
  ['Paris', '"Paris."', true],
  ['yes', 'Yes', true],
  ["don't", 'Don\u0027t', true],
  ['London', 'Paris', false],
  ['Paris, France', 'Paris', false],
  ['The answer is Paris', 'Paris', false],
  ['Answer: Paris', 'Paris', false],
  ['NewYork', 'New York', false],
  ['ete', 'été', false],
  ['C', 'C++', false],
  ['C', 'C#', false],
  ['5', '-5', false],
  ['5', '.5', false],
  ['10', '10%', false],
  ['3:2', '32', false],
  ['3.2', '32', false],
  ['a b', 'a, b', false],
  ['not Paris', 'Paris', false],
  ['Paris or Rome', 'Paris', false],
  ['Pari', 'Paris', false],
  ['Pariss', 'Paris', false],
  ['1.0', '1', false],
  ['?', '!', false],
  ['yes', 'no', false],
  ['x-y', 'xy', false],
];

describe('a number alone, or behind the mark', () => {
  it.each(NUMBERS)('%j: %j', (text, answer) => {
    expect(NUMBER.read(text)).toBe(answer);
  });

  it('is read back as itself, and as a label', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string(), fc.double().map(String)), (text) => {
        const answer = NUMBER.read(text);
        if (answer === null) return;
        expect(NUMBER.read(answer)).toBe(answer);
        expect(NUMBER.read(NUMBER.label(text))).toBe(answer);
      }),
    );
  });
});

describe('a text', () => {
  it.each(TEXTS)('%j for %j: %j', (answer, label, right) => {
    expect(TEXT.read(answer) === TEXT.read(label)).toBe(right);
  });

  it.each(['', ' \n', '<think>Paris', '<think></think>'])('%j holds no answer', (raw) => {
    expect(TEXT.read(raw)).toBeNull();
  });

  it('is read back as itself, and whatever its case and the space around it', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string()), (text) => {
        const answer = TEXT.read(text);
        if (answer === null) return;
        expect(TEXT.read(answer)).toBe(answer);
        expect(TEXT.read(` ${text}\n`)).toBe(answer);
        expect(TEXT.read(TEXT.label(text))).toBe(answer);
      }),
      { numRuns: 1000 },
    );
  });

  it('takes time in proportion', () => {
    expect(TEXT.read(`${' ".'.repeat(100_000)}x`)?.endsWith('x')).toBe(true);
  });
});
