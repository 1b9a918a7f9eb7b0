import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChoice } from './answer.ts';
import { LETTERS } from './case.ts';

/** Any UTF-16 code units, broken pairs included. */
const anyText = fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units));

const ANSWERS: readonly (readonly [string, string | null])[] = [
  // the letter alone
  ['A', 'A'],
  ['B', 'B'],
  [' C\n', 'C'],
  ['a', 'A'],
  ['e', 'E'],
  ['C.', 'C'],
  ['D:', 'D'],
  ['A:', 'A'],
  ['(B)', 'B'],
  ['(b)', 'B'],
  ['B)', 'B'],
  ['[D]', 'D'],
  ['"E"', 'E'],
  ['“E.”', 'E'],
  ['**C**', 'C'],
  ['`C`', 'C'],
  ['\\boxed{B}', 'B'],
  ['$\\boxed{\\text{B}}$', 'B'],
  ['Ｂ', 'B'],
  ['<think>A or B? A.</think>\nB', 'B'],
  // stated
  ['Answer: D', 'D'],
  ['Answer: (D)', 'D'],
  ['answer: d', 'D'],
  ['ANSWER: D', 'D'],
  ['Answer: **D**', 'D'],
  ['**Answer:** D', 'D'],
  ['Answer = D', 'D'],
  ['Answer: A', 'A'],
  ['Answer: A.', 'A'],
  ['The answer is E', 'E'],
  ['The answer is E.', 'E'],
  ['The answer is a.', 'A'],
  ['The correct answer is (B).', 'B'],
  ['The correct answer is option C.', 'C'],
  ['The answer is A because the court said so.', 'A'],
  ['The answer is B because A is about leases.', 'B'],
  ['The best choice is the holding D.', 'D'],
  ['The answer must be C', 'C'],
  ['The answer is: E', 'E'],
  ['Option C', 'C'],
  ['Holding B.', 'B'],
  ['I choose D.', 'D'],
  ['I would go with option E', 'E'],
  ['B is correct.', 'B'],
  ['(A) is the right holding.', 'A'],
  ['{"answer":"B"}', 'B'],
  ['{"label": "C"}', 'C'],
  ['B. holding that the notice was read', 'B'],
  ['A. holding that the notice was read', 'A'],
  ['(C) holding that a lease ends', 'C'],
  ['d) holding that a lease ends', 'D'],
  ['E: holding that a lease ends', 'E'],
  ['C\n\nThe context is about notice.', 'C'],
  ['The context is about notice.\n\nC', 'C'],
  ['Not A. The answer is C.', 'C'],
  ['Between A and C, the answer is C.', 'C'],
  ['B. holding that it was read. The answer is B.', 'B'],
  ['The best answer is C: holding that it was read.', 'C'],
  ['Option A (holding that it was read)', 'A'],
  ['The answer is A - holding that it was read.', 'A'],
  ['Answer: B\n\nExplanation: A is about leases.', 'B'],
  ['A. holding one\nB. holding two\nC. holding three\n\nAnswer: B', 'B'],
  // no answer, or several
  ['A. holding one\nB. holding two\nC. holding three', null],
  ['', null],
  ['F', null],
  ['2', null],
  ['0', null],
  ['holding (2)', null],
  ['Answer: 2', null],
  ['The second one', null],
  ['A court held that the notice was read.', null],
  ['The answer is a court decision.', null],
  ['The answer is A court held so.', null],
  ['Answer: A landlord must repair it.', null],
  ['A or B', null],
  ['A, B', null],
  ['A and B', null],
  ['AB', null],
  ['A/B', null],
  ['The answer is A or B.', null],
  ['The answer is B or C.', null],
  ['The answer is B, or option D.', null],
  ['Answer: B and C', null],
  ['The answer is B. The answer is C.', null],
  ['B\nC', null],
  ['B. holding that it was read. The answer is C.', null],
  ['The answer is not B.', null],
  ['The wrong answer is B.', null],
  ["I don't think the answer is B.", null],
  ['Neither option A', null],
  ['All of the above', null],
  ['None', null],
  ['I cannot tell.', null],
  ['D.C. Circuit', null],
  ['The answer is D.C. law', null],
  ['E-mail', null],
  ['A. B. Smith wrote it', null],
  ['Because', null],
  ['<think>The answer is B', null],
  ['holding that the notice was read', null],
];

describe('a choice is read as', () => {
  it.each(ANSWERS)('%j: %j', (raw, letter) => {
    expect(readChoice(raw)).toBe(letter);
  });

  it('a letter or null, whatever comes', () => {
    const piece = fc.constantFrom(
      'A',
      'B',
      'e',
      ' ',
      '.',
      '(',
      ')',
      ':',
      'answer',
      ' is ',
      'not',
      '\n',
      ' or ',
      '**',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          fc.array(piece).map((pieces) => pieces.join('')),
        ),
        (raw) => {
          const letter = readChoice(raw);
          expect(letter === null || LETTERS.some((known) => known === letter)).toBe(true);
        },
      ),
    );
  });

  it('the letter stated, however it is dressed', () => {
    const before = fc.constantFrom('', 'Answer: ', 'The answer is ', 'The correct choice is ', 'I choose ');
    const dress = fc.constantFrom('_', '(_)', '_.', '**_**', '"_"', '[_]');
    fc.assert(
      fc.property(before, dress, fc.constantFrom(...LETTERS), (lead, form, letter) => {
        expect(readChoice(lead + form.replace('_', letter))).toBe(letter);
      }),
    );
  });

  it('takes time in proportion to the text', () => {
    for (const piece of ['A ', '(', 'answer ', 'answer is ', '* ', ' ', '"', '\\boxed{']) {
      expect(readChoice(`${piece.repeat(30_000)}x`)).toBeNull();
    }
  });
});
