import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TeacherPromptRequest } from '../port.ts';
import { tasks } from '../registry.ts';
import { createGsm8k } from './gsm8k.ts';
import { cleanRationale } from './rationale.ts';

/** Any UTF-16 code units, broken pairs included. */
const anyText = fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units));

const task = createGsm8k({ labels: [] });
const parent = {
  id: 'p',
  text: 'Ana has 3 boxes with 24 pens each. How many pens does she have?',
  label: 'There are 3 boxes of 24.\n3 * 24 = 72\n#### 72',
};
const request: TeacherPromptRequest = {
  purpose: 'similar',
  parent,
  wrongAnswer: null,
  count: 1,
  shown: [],
  system: null,
};

/** What a student wrote, and the answer in it. How numbers are written is the matter of number.test.ts. */
const ANSWERS: readonly (readonly [string, string | null])[] = [
  ['3 * 24 = 72\n#### 72', '72'],
  ['#### 72', '72'],
  ['####72', '72'],
  ['#### 72\n', '72'],
  ['#### 72.', '72'],
  ['####\n72', '72'],
  ['####   72   ', '72'],
  ['##### 72', '72'],
  ['#### 72 ####', '72'],
  ['#### 72 ####\n', '72'],
  ['#### **72**', '72'],
  ['**#### 72**', '72'],
  ['**#### 72', '72'],
  ['#### $72', '72'],
  ['#### 72 dollars', '72'],
  ['####72 dollars', '72'],
  ['#### $1,234.50', '1234.5'],
  ['#### 1,234', '1234'],
  ['#### 1,5', '1.5'],
  ['#### 1\u2009234', '1234'],
  ['#### 1 234', '1234'],
  ['#### 3/4', '0.75'],
  ['#### 1 1/2', '1.5'],
  ['#### 1½', '1.5'],
  ['#### -5', '-5'],
  ['#### \u22125', '-5'],
  ['#### 1.50', '1.5'],
  ['#### 50%', '50'],
  ['#### \\boxed{72}', '72'],
  ['#### $\\boxed{72}$', '72'],
  ['#### x = 5', '5'],
  ['#### 6 * 12 = 72', '72'],
  ['#### 1e3', '1000'],
  ['#### ７２', '72'],
  ['#### Answer: 72', '72'],
  ['#### The answer is 72.', '72'],
  ['So 24 + 48 is 72.\r\n#### 72\r\n', '72'],
  ['#### 5\nNo, wait.\n#### 6', '6'],
  ['#### 72\nThat is 3 times 24.', '72'],
  ['#### 72\n\nI hope this helps with question 4!', '72'],
  ['<think>#### 5</think>3 * 24 = 72\n#### 72', '72'],
  ['72', null],
  ['The answer is 72.', null],
  ['The answer is 72\n###', null],
  ['### 72', null],
  ['\\boxed{72}', null],
  ['Answer: 72', null],
  ['', null],
  ['####', null],
  ['#### ', null],
  ['#### 72\n####', null],
  ['#### 72\nso\n#### ', null],
  ['####\n####', null],
  ['#### seventy-two', null],
  ['#### unknown', null],
  ['#### 3 of 2', null],
  ['#### 5 or 6', null],
  ['#### 5, 6', null],
  ['#### 5 and 6', null],
  ['#### 12:30', null],
  ['#### 5 million', null],
  ['#### at least 5', null],
  ['#### 1/0', null],
  ['#### Step 2', null],
  ['#### 1. Count the boxes', null],
  ['#### [72', '72'],
  ['#### 72]', '72'],
  ['<think>3 * 24 = 72\n#### 72', null],
  ['The cost is\n#### 12 apples for 24 dollars', null],
];

describe('readAnswer', () => {
  it.each(ANSWERS)('%j: %j', (raw, answer) => {
    expect(task.readAnswer(raw)).toBe(answer);
  });

  it('takes time in proportion to the text', () => {
    for (const piece of ['#', '####', ' ', '<<', '1,', '#### 1 ', '*', '#### \n']) {
      expect(task.readAnswer(`${piece.repeat(100_000)}x`)).toBeNull();
    }
  });

  it('never throws, and reads back what it answered', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom('', '####', '####1'), (text, mark) => {
        const answer = task.readAnswer(mark + text);
        if (answer !== null) expect(task.isRight(answer, `Because.\n#### ${answer}`)).toBe(true);
      }),
    );
  });
});

describe('an answer is right', () => {
  it.each([
    ['72', '#### 72', true],
    ['72', '#### 72.0', true],
    ['72', '#### $72.00', true],
    ['0.5', '#### 1/2', true],
    ['1/3', '#### 2/6', true],
    ['1234', '#### 1,234', true],
    ['-5', '#### -5', true],
    ['-5', '#### 5', false],
    ['5', '#### -5', false],
    ['12', '#### 1/2', false],
    ['32', '#### 3 of 2', false],
    ['0.33', '#### 1/3', false],
    ['10000000000000001', '#### 10000000000000000', false],
    ['0.1', '#### 0.10000000000000001', false],
    ['72', '72', true],
    ['72', 'no number', false],
    ['no number', 'no number', false],
  ])('%j for %j: %j', (answer, label, right) => {
    expect(task.isRight(answer, label)).toBe(right);
  });

  it('is told from any other number', () => {
    const number = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(task.isRight(task.answerOf(`x\n#### ${a}`), `y\n#### ${b}.0`)).toBe(a === b);
      }),
    );
  });

  it('whether it comes from a label or from an answer', () => {
    expect(task.answerOf(parent.label)).toBe('72');
    expect(task.answerOf('72')).toBe('72');
    expect(task.answerOf('no number')).toBe('no number');
  });
});

describe('a label', () => {
  it.each([
    [null, 'missing-label'],
    ['', 'missing-label'],
    [' ', 'missing-label'],
    ['72', 'unreadable-label'],
    ['3 * 24 = 72', 'unreadable-label'],
    ['3 * 24 = 72\n####', 'unreadable-label'],
    ['#### 3 of 2', 'unreadable-label'],
    ['3 * 24 = 72\n#### 72', null],
    ['Another number than the parent has.\n#### 5', null],
  ])('%j: %j', (label, fault) => {
    expect(task.labelFault(label, parent)).toBe(fault);
    expect(task.labelFault(label, null)).toBe(fault);
  });

  it('loses the calculator annotations of the original and keeps the rest', () => {
    expect(
      cleanRationale('He has 48/2 = <<48/2=24>>24 pens.  \r\nIn all 48+24 = <<48+24=72>>72.\r\n#### 72\r\n'),
    ).toBe('He has 48/2 = 24 pens.\nIn all 48+24 = 72.\n#### 72');
    expect(cleanRationale('a << b, <<1+1=2')).toBe('a << b, <<1+1=2');
  });
});

describe('prompts', () => {
  it('are the same for a student with and without demonstrations, and end with the question', () => {
    const [system, ...turns] = task.studentPrompt('How many?', [parent]);
    expect(system?.content).toBe(task.studentSystem);
    expect(turns).toEqual([
      { role: 'user', content: parent.text },
      { role: 'assistant', content: parent.label },
      { role: 'user', content: 'How many?' },
    ]);
    expect(task.studentPrompt('How many?')).toEqual([system, turns.at(-1)]);
  });

  it('take the person’s own instructions', () => {
    const own = createGsm8k({ labels: [], studentSystem: 'Count.' });
    expect(own.studentPrompt('x')[0]?.content).toBe('Count.');
    expect(task.teacherPrompt({ ...request, system: 'Teach.' })[0]?.content).toBe('Teach.');
  });

  it('give the teacher the problem, the wrong answer and what to differ from', () => {
    const [system, user] = task.teacherPrompt({
      ...request,
      wrongAnswer: '48',
      count: 2,
      shown: ['Old one?'],
    });
    expect(system?.content).toBe(task.teacherSystem);
    const lines = user?.content.split('\n') ?? [];
    expect(lines).toContain(JSON.stringify({ question: parent.text, solution: parent.label }));
    expect(lines).toContain('"48"');
    expect(lines).toContain('"Old one?"');
    expect(lines.at(-1)).toBe('Write 2 new problems.');
  });

  it('ask for the same numbers when a problem is to be rephrased', () => {
    const [system, user] = task.teacherPrompt({ ...request, purpose: 'rephrase', wrongAnswer: 'B' });
    expect(user?.content).not.toContain('wrong');
    expect(system?.content).not.toBe(task.teacherSystem);
    expect(system?.content).toContain('Every number of the given problem is kept');
    expect(user?.content).toContain('in other words, with its numbers');
  });

  it('show a worked example that the task itself can read', () => {
    const reply = task.teacherSystem.split('\n').at(-1) ?? '';
    const read = task.readReply(reply);
    expect(read).toMatchObject({ ok: true, repaired: false });
    if (read.ok) expect(read.candidates.map(({ label }) => task.labelFault(label, null))).toEqual([null]);
  });
});

describe('readReply', () => {
  const question = 'How many?';
  const solution = '6 * 7 = 42\n#### 42';
  const one = { text: question, label: solution };

  it.each([
    ['question and solution', { question, solution }],
    ['question and answer', { question, answer: solution }],
    ['text and label', { text: question, label: solution }],
    ['annotations', { question, solution: '6 * 7 = <<6*7=42>>42\n#### 42' }],
    ['a mark in the line', { question, solution: '6 * 7 = 42 #### 42' }],
    ['a unit', { question, solution: '6 * 7 = 42\n#### 42.0 pens.' }],
    ['words behind the number', { question, solution: '6 * 7 = 42\n#### 42\nDone!' }],
    ['the number beside the solution', { question, solution: '6 * 7 = 42', answer: 42 }],
    ['the number beside it as a text', { question, solution: '6 * 7 = 42', answer: '42.0' }],
  ])('takes %s', (_form, item) => {
    const expected = { ok: true, candidates: [one], repaired: false };
    expect(task.readReply(JSON.stringify({ examples: [item] }))).toEqual(expected);
    expect(task.readReply(JSON.stringify([item]))).toEqual(expected);
    expect(task.readReply(JSON.stringify(item))).toEqual(expected);
  });

  it.each([
    ['a fence', `\`\`\`json\n${JSON.stringify({ question, solution })}\n\`\`\``],
    ['prose [around]', `Here [it] is: ${JSON.stringify({ examples: [{ question, solution }] })} Enjoy!`],
    ['thoughts', `<think>{"question":"no"}</think>${JSON.stringify([{ question, solution }])}`],
    ['real line breaks', `{"question":"How many?","solution":"6 * 7 = 42\n#### 42"}`],
  ])('mends %s and says so', (_fault, raw) => {
    expect(task.readReply(raw)).toEqual({ ok: true, candidates: [one], repaired: true });
  });

  it('keeps a problem that a token limit cut off, with a label that cannot be trained on', () => {
    const reply = task.readReply('{"examples":[{"question":"How many?","solution":"6 * 7 = 4');
    expect(reply).toEqual({
      ok: true,
      candidates: [{ text: question, label: '6 * 7 = 4' }],
      repaired: true,
    });
    expect(task.labelFault('6 * 7 = 4', parent)).toBe('unreadable-label');
  });

  it.each([
    [{ question }, { text: question, label: null }],
    // They contradict each other.
    [
      { question, solution, answer: 41 },
      { text: question, label: null },
    ],
    [{ solution }, { text: '', label: solution }],
    [7, { text: '', label: null }],
    [
      { question, solution: 42 },
      { text: question, label: null },
    ],
    [
      { question, answer: 42 },
      { text: question, label: '42' },
    ],
  ])('reports %j as it is', (item, candidate) => {
    expect(task.readReply(JSON.stringify([item]))).toMatchObject({ candidates: [candidate] });
  });

  it('never throws', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      'question',
      ':',
      'solution',
      ',',
      '#### 1',
      '\n',
      '<<',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          fc.array(piece).map((pieces) => pieces.join('')),
        ),
        (raw) => {
          expect(typeof task.readReply(raw).ok).toBe('boolean');
          const check = task.readCheck(raw);
          if (check !== null) expect(task.labelFault(check, null)).toBeNull();
        },
      ),
    );
  });
});

describe('a check', () => {
  it('asks with the question alone', () => {
    const text = JSON.stringify(task.checkPrompt(parent.text));
    expect(text).toContain('How many pens');
    expect(text).not.toContain('72');
  });

  it.each([
    [JSON.stringify({ solution: '6 * 7 = 42\n#### 42' }), '6 * 7 = 42\n#### 42'],
    ['{"solution":"6 * 7 = {42}\\n#### 42"}', '6 * 7 = {42}\n#### 42'],
    ['```json\n{"solution":"6 * 7 = 42\\n#### 42"}\n```', '6 * 7 = 42\n#### 42'],
    ['6 * 7 = 42\n#### 42', '6 * 7 = 42\n#### 42'],
    ['<think>#### 1</think>6 * 7 = 42 #### $42', '6 * 7 = 42\n#### 42'],
    [JSON.stringify({ solution: '6 * 7 = 42', answer: 42 }), '6 * 7 = 42\n#### 42'],
    [JSON.stringify({ solution: '6 * 7 = 42' }), null],
    [JSON.stringify({ solution: '#### 5 or 6' }), null],
    [JSON.stringify([{ solution: '#### 5' }, { solution: '#### 6' }]), null],
    ['The answer is 42.', null],
    ['', null],
  ])('%j gives the label %j', (raw, label) => {
    expect(task.readCheck(raw)).toBe(label);
  });

  it('confirms a label with the same number and disputes another', () => {
    const opinion = task.answerOf(task.readCheck('Other words.\n#### 72.00') ?? '');
    expect(task.isRight(opinion, parent.label)).toBe(true);
    expect(task.isRight(opinion, 'x\n#### 71')).toBe(false);
  });
});

describe('editText', () => {
  const numbersOf = (text: string) => text.match(/\d[\d.,]*/gu) ?? [];

  it('edits the longest run of words between numbers', () => {
    const shout = (words: string) => words.toUpperCase();
    expect(task.editText?.(parent.text, shout)).toBe(
      'Ana has 3 boxes with 24 PENS EACH. HOW MANY PENS DOES SHE HAVE?',
    );
    expect(task.editText?.('Two cats and half a dozen dogs ran away', shout)).toBe(
      'Two cats and half a dozen DOGS RAN AWAY',
    );
    expect(task.editText?.('1 2', shout)).toBe('1 2');
    expect(task.editText?.('', shout)).toBe('');
  });

  it('changes no number and not their order', () => {
    const word = fc.oneof(fc.constantFrom('pens', 'of', 'Ana', '(each)', '\n'), fc.nat().map(String));
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const text = words.join(' ');
        const edited = task.editText?.(text, () => 'other words') ?? '';
        expect(numbersOf(edited)).toEqual(numbersOf(text));
      }),
    );
  });
});

it('is in the registry', async () => {
  expect((await tasks.load('gsm8k'))({ labels: [] })).toMatchObject({ id: 'gsm8k', forHeads: false });
});
