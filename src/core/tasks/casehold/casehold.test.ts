import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../errors.ts';
import type { TeacherPromptRequest } from '../port.ts';
import { tasks } from '../registry.ts';
import { LETTERS, parseCase, renderCase } from './case.ts';
import { createCasehold } from './casehold.ts';

/** Any UTF-16 code units, broken pairs included. */
const anyText = fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units));

const task = createCasehold({ labels: [] });
const context =
  'The tenant read the notice.\nA. Smith agreed. See Orr v. Pell, 1 F.9th 2 (<HOLDING>). So it ends.';
const holdings = [
  'holding that one',
  'holding that two',
  'holding that three',
  'holding that four',
  'holding that five',
];
const lines = (order: readonly number[]) =>
  order.map((from, i) => `${LETTERS[i] ?? ''}. ${holdings[from] ?? ''}`);
const text = [context, '', ...lines([3, 1, 0, 2, 4])].join('\n');
const parent = { id: 'p', text, label: 'C' };
const request: TeacherPromptRequest = {
  purpose: 'similar',
  parent,
  wrongAnswer: null,
  count: 1,
  shown: [],
  system: null,
};

/** One line of text, as holdings are once they are rendered. */
const line = fc
  .array(fc.constantFrom('holding', 'that', 'A.', 'B.', 'é', '<HOLDING>', '"', '1'), { maxLength: 6 })
  .map((words) => words.join(' '));
const anyContext = fc.array(line, { maxLength: 5 }).map((all) => all.join('\n').trim());
const anyCase = fc.record({
  context: anyContext,
  holdings: fc.uniqueArray(line, { minLength: 5, maxLength: 5 }),
  right: fc.nat(4),
});

describe('a rendered case', () => {
  it('is read back, with the same holdings and the right one behind its letter', () => {
    fc.assert(
      fc.property(anyCase, fc.string(), (one, key) => {
        const rendered = renderCase(one, key);
        const read = parseCase(rendered.text);
        expect(read?.context).toBe(one.context);
        expect([...(read?.holdings ?? [])].sort()).toEqual([...one.holdings].sort());
        expect(read?.holdings[LETTERS.findIndex((letter) => letter === rendered.label)]).toBe(
          one.holdings[one.right],
        );
        expect(renderCase(one, key)).toEqual(rendered);
        // As the text of a candidate, or of a file with other ends of lines, it is the same case.
        expect(parseCase(rendered.text.trim())?.holdings).toEqual(read?.holdings);
      }),
    );
  });

  it('has every letter right about as often', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 1000; i++) {
      const { label } = renderCase({ context, holdings, right: 0 }, `row ${i}`);
      counts.set(label, (counts.get(label) ?? 0) + 1);
    }
    // Five standard deviations around a fifth of 1000.
    for (const letter of LETTERS) expect(Math.abs((counts.get(letter) ?? 0) - 200)).toBeLessThan(64);
  });

  it('keeps a holding on one line', () => {
    const torn = ['a\nB. b', ...holdings.slice(1)];
    const rendered = renderCase({ context, holdings: torn, right: 0 }, 'k');
    expect(parseCase(rendered.text)?.holdings).toContain('a B. b');
  });

  it.each([
    [holdings.slice(1), 0],
    [[...holdings, 'six'], 0],
    [holdings, 5],
    [holdings, -1],
    [holdings, 0.5],
  ])('is refused for %j and %j', (wrong, right) => {
    expect(() => renderCase({ context, holdings: wrong, right }, 'row 7')).toThrow(LabError);
  });

  it.each(['', 'A. one', context, text.replace('\nD. ', '\nF. '), `${text}\nmore`])('is not %j', (other) => {
    expect(parseCase(other)).toBeNull();
  });

  it('is told from lines of its context that look like choices', () => {
    const odd = ['A. x', 'B. x', 'C. x', 'D. x', 'E. x', '(<HOLDING>)'].join('\n');
    const rendered = renderCase({ context: odd, holdings, right: 2 }, 'k');
    expect(parseCase(rendered.text)?.context).toBe(odd);
  });
});

describe('labels', () => {
  it('are letters; a new case need not have its parent’s', () => {
    expect(task.labels).toEqual(LETTERS);
    expect(task.labelFault('A', parent)).toBeNull();
    expect(task.labelFault('F', parent)).toBe('unknown-label');
    expect(task.labelFault('', parent)).toBe('missing-label');
    expect(task.labelFault(null, null)).toBe('missing-label');
    expect(task.isRight('C', 'C')).toBe(true);
    expect(task.isRight('B', 'C')).toBe(false);
    expect(task.answerOf('C')).toBe('C');
  });
});

describe('prompts', () => {
  it('are the same in training and in evaluation, the text last', () => {
    const [system, ...turns] = task.studentPrompt('x', [parent]);
    expect(turns).toEqual([
      { role: 'user', content: `${text}\n\nAnswer:` },
      { role: 'assistant', content: 'C' },
      { role: 'user', content: 'x\n\nAnswer:' },
    ]);
    expect(task.studentPrompt('x')).toEqual([system, turns.at(-1)]);
    expect(system?.content).toBe(task.studentSystem);
    const own = createCasehold({ labels: [], studentSystem: 'Choose.' });
    expect(own.studentPrompt('x')[0]?.content).toBe('Choose.');
  });

  it('show the teacher the right holding first and the words of the chosen one', () => {
    const [system, user] = task.teacherPrompt({ ...request, wrongAnswer: 'A', count: 2, shown: [text] });
    expect(system?.content).toBe(task.teacherSystem);
    const said = user?.content.split('\n') ?? [];
    expect(said).toContain(
      JSON.stringify({
        context,
        holdings: [
          'holding that one',
          'holding that four',
          'holding that two',
          'holding that three',
          'holding that five',
        ],
        answer: 0,
      }),
    );
    expect(said).toContain('"holding that four"');
    expect(said).toContain(JSON.stringify(context));
    expect(said.at(-1)).toBe('Write 2 new cases.');
  });

  it('show a text that is no rendered case as it is', () => {
    const [, user] = task.teacherPrompt({
      ...request,
      parent: { id: 'q', text: 'odd', label: 'B' },
      wrongAnswer: 'C',
    });
    expect(user?.content).toContain('{"text":"odd","label":"B"}');
    expect(user?.content).toContain('"C"');
  });

  it('ask for the same case when it is to be rephrased', () => {
    const [system, user] = task.teacherPrompt({ ...request, purpose: 'rephrase', wrongAnswer: 'B' });
    expect(user?.content).not.toContain('wrong');
    expect(system?.content).not.toBe(task.teacherSystem);
    expect(user?.content).toContain('Write this same case in other words');
    expect(task.teacherPrompt({ ...request, system: 'Teach.' })[0]?.content).toBe('Teach.');
  });

  it('show a worked example that the task itself can read', () => {
    const read = task.readReply(task.teacherSystem.split('\n').at(-1) ?? '');
    expect(read).toMatchObject({ ok: true, repaired: false });
    if (!read.ok) return;
    for (const candidate of read.candidates) {
      expect(task.labelFault(candidate.label, parent)).toBeNull();
      const choices = parseCase(candidate.text)?.holdings;
      const right = choices?.[LETTERS.findIndex((letter) => letter === candidate.label)];
      expect(right).toContain('e-mail notice');
    }
  });
});

describe('readReply', () => {
  const item = { context, holdings, answer: 0 };
  const rendered = () => renderCase({ context, holdings, right: 0 }, [context, ...holdings].join('\n'));

  it('renders a case, shuffled by its own words', () => {
    const expected = { ok: true, candidates: [rendered()], repaired: false };
    expect(task.readReply(JSON.stringify({ examples: [item] }))).toEqual(expected);
    expect(task.readReply(JSON.stringify(item))).toEqual(expected);
    expect(task.readReply(JSON.stringify([{ ...item, answer: '0' }]))).toEqual(expected);
    expect(task.readReply(`Sure: ${JSON.stringify([item])} Bye`)).toEqual({ ...expected, repaired: true });
  });

  it('takes a rendered text as it is', () => {
    expect(task.readReply(JSON.stringify([{ text, label: '(c)' }]))).toMatchObject({
      candidates: [{ text, label: 'C' }],
    });
    expect(task.readReply(JSON.stringify([{ text, label: 'F ' }]))).toMatchObject({
      candidates: [{ text, label: 'F' }],
    });
  });

  it.each([
    { ...item, holdings: holdings.slice(1) },
    { ...item, holdings: [...holdings.slice(1), 'holding that two'] },
    { ...item, holdings: [...holdings.slice(1), ' '] },
    { ...item, holdings: 'one two' },
    { ...item, answer: 5 },
    { ...item, answer: 1.5 },
    { context, holdings },
    { ...item, context: 'No place for a holding.' },
    { text: 'No choices.', label: 'A' },
    { text },
    7,
  ])('keeps %j without a label', (broken) => {
    const read = task.readReply(JSON.stringify([broken]));
    expect(read.ok).toBe(true);
    if (read.ok) expect(read.candidates.map(({ label }) => label)).toEqual([null]);
  });

  it('keeps a case that a token limit cut off, without a label', () => {
    const raw = JSON.stringify({ examples: [item] }).slice(0, -40);
    expect(task.readReply(raw)).toMatchObject({ ok: true, repaired: true, candidates: [{ label: null }] });
  });

  it('never throws', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"context"',
      ':',
      '"holdings"',
      ',',
      '1',
      '\n',
      '"<HOLDING>"',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          fc.array(piece).map((pieces) => pieces.join('')),
          fc.json(),
        ),
        (raw) => {
          expect(typeof task.readReply(raw).ok).toBe('boolean');
          const check = task.readCheck(raw);
          expect(check === null || task.labels.includes(check)).toBe(true);
        },
      ),
    );
  });
});

it.each([
  ['{"label":"B"}', 'B'],
  ['{"label":"(b)"}', 'B'],
  ['The answer is D.', 'D'],
  ['{"label":"A or B"}', null],
  ['1', null],
])('a check %j is read as %j', (raw, letter) => {
  expect(task.readCheck(raw)).toBe(letter);
});

describe('editText', () => {
  it('edits words of the context only', () => {
    const edited = task.editText?.(text, (words) => words.toUpperCase()) ?? '';
    expect(parseCase(edited)?.holdings).toEqual(parseCase(text)?.holdings);
    expect(edited).toContain(
      'THE TENANT READ THE NOTICE.\nA. SMITH AGREED. SEE ORR V. PELL, 1 F.9TH 2 (<HOLDING>). So it ends.',
    );
    expect(task.editText?.('No case', () => 'x')).toBe('No case');
  });

  it('leaves the place of the holding and the choices alone, whatever the rule does', () => {
    fc.assert(
      fc.property(anyCase, fc.constantFrom('', 'other', 'A. x\nB. y'), (one, words) => {
        const rendered = renderCase(one, 'k').text;
        const edited = task.editText?.(rendered, () => words) ?? '';
        const count = (of: string) => of.split('<HOLDING>').length;
        expect(count(edited)).toBe(count(rendered));
        expect(parseCase(edited)?.holdings).toEqual(parseCase(rendered)?.holdings);
      }),
    );
  });
});

it('is in the registry', async () => {
  expect((await tasks.load('casehold'))({ labels: [] })).toMatchObject({ id: 'casehold', forHeads: false });
});
