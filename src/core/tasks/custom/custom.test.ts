import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CustomTaskConfig } from '../../config/schema.ts';
import { parseConfig } from '../../config/schema.ts';
import { LabError } from '../../errors.ts';
import type { Task, TeacherPromptRequest } from '../port.ts';
import { previewOf } from '../preview.ts';
import { tasks } from '../registry.ts';
import { createCustom } from './custom.ts';
import { PLAIN_TASK } from './definition.ts';

const create = (
  custom: Partial<CustomTaskConfig> = {},
  labels: readonly string[] = [],
  system?: string,
): Task => createCustom({ labels, custom: { ...PLAIN_TASK, ...custom }, studentSystem: system ?? null });
const requestFor = (text: string, label: string): TeacherPromptRequest => ({
  purpose: 'similar',
  parent: { id: 'p', text, label },
  wrongAnswer: null,
  count: 1,
  shown: [],
  system: null,
});

describe('a task nobody configured', () => {
  it('is the configuration’s own default', () => {
    expect(PLAIN_TASK).toEqual(parseConfig({ data: { id: 'x' } }).custom);
    expect(createCustom({ labels: ['a', 'b'] }).labels).toEqual(['a', 'b']);
  });

  it('is in the registry', async () => {
    expect((await tasks.load('custom'))({ labels: ['a', 'b'] }).id).toBe('custom');
  });
});

describe('labels', () => {
  const explained = 'spam: sent to many\nham\nlink:\nC:D';

  it('are the lines, or the data’s where there are none', () => {
    expect(create({ labels: explained }).labels).toEqual(['spam', 'ham', 'link', 'C:D']);
    expect(create({}, ['x', 'y']).labels).toEqual(['x', 'y']);
    expect(create({ labels: '\r\n b \r\n\r\n a \r\n' }, ['a', 'b']).labels).toEqual(['b', 'a']);
    expect(create({ labels: 'a: b\nc' }, ['a: b']).labels).toEqual(['a: b', 'c']);
    expect(create({ labels: explained }).forHeads).toBe(true);
    expect(create({ labels: explained }).freeForm).toBeUndefined();
  });

  it('are explained to student, teacher and checker alike', () => {
    const task = create({ labels: explained, question: 'Mail: {text}\nIs it {text}?' });
    expect(task.studentSystem).toContain('spam: sent to many');
    expect(task.teacherSystem).toContain('spam: sent to many');
    expect(task.studentPrompt('$& {text}')).toEqual([
      { role: 'system', content: task.studentSystem },
      { role: 'user', content: 'Mail: $& {text}\nIs it $& {text}?' },
    ]);
    expect(task.teacherPrompt(requestFor('x', 'ham'))[0]?.content).toBe(task.teacherSystem);
    expect(task.checkPrompt('x')[0]?.content).toContain('spam: sent to many');
    expect(create({}, ['a', 'b']).checkPrompt('x')[0]?.content).not.toContain('labels are for');
  });

  it('take the person’s instructions instead', () => {
    const task = create({ labels: explained }, [], 'Sort!');
    expect(task.studentPrompt('x')[0]?.content).toBe('Sort!');
    expect(task.studentSystem).not.toBe('Sort!');
    const [system] = task.teacherPrompt({ ...requestFor('x', 'ham'), system: 'Teach!' });
    expect(system?.content).toBe('Teach!');
  });

  it('are read as classification reads them', () => {
    const task = create({ labels: explained });
    expect(task.readAnswer('It is Spam.')).toBe('spam');
    expect(task.readCheck('{"label":"ham"}')).toBe('ham');
    expect(task.labelFault('ham', requestFor('x', 'spam').parent)).toBe('wrong-label');
    expect(task.readReply('[{"text":"a","label":"SPAM"}]')).toMatchObject({
      candidates: [{ text: 'a', label: 'spam' }],
    });
  });

  it.each([
    ['none at all', {}, [], 'no labels'],
    ['one', { labels: 'only: one' }, [], '"only"'],
    ['one in the data', {}, ['one'], '"one"'],
    ['one twice', { labels: 'a\nb: x\na: y' }, [], '"a" twice'],
    ['fewer than the data', { labels: 'a\nb' }, ['a', 'c', 'd'], '"c", "d"'],
    ['far fewer than the data', { labels: 'a\nb' }, 'cdefghi'.split(''), 'and 2 more'],
  ])('are refused: %s', (_case, custom, data, named) => {
    const made = () => create(custom, data);
    expect(made).toThrow(LabError);
    expect(made).toThrow(named);
    expect(made).toThrow(expect.objectContaining({ code: 'bad-task' }));
  });
});

describe('a number', () => {
  const task = create({ answer: 'number', question: '{text} How many?' });

  it('is a free-form answer, no label of a head', () => {
    expect(task).toMatchObject({ id: 'custom', labels: [], forHeads: false, freeForm: { stop: [] } });
    expect(task.studentPrompt('Two and two.', [requestFor('One.', '1').parent])).toEqual([
      { role: 'system', content: task.studentSystem },
      { role: 'user', content: 'One. How many?' },
      { role: 'assistant', content: '1' },
      { role: 'user', content: 'Two and two. How many?' },
    ]);
  });

  it('is compared as a number, with labels of either form', () => {
    expect(task.isRight('4', '4.0')).toBe(true);
    expect(task.isRight('4', '2 + 2\n#### 4')).toBe(true);
    expect(task.isRight('0.5', '1/2')).toBe(true);
    expect(task.isRight('-4', '4')).toBe(false);
    expect(task.isRight('four', 'four')).toBe(false);
    expect(task.answerOf('1,000')).toBe('1000');
    expect(task.answerOf('many')).toBe('many');
    expect(task.labelFault('4', null)).toBeNull();
    expect(task.labelFault('2 + 2\n#### 4', null)).toBeNull();
    expect(task.labelFault('four', null)).toBe('unreadable-label');
    expect(task.labelFault(' ', null)).toBe('missing-label');
    expect(task.labelFault(null, null)).toBe('missing-label');
  });

  it('is wanted of the data too', () => {
    expect(create({ answer: 'number' }, ['4', '1/2', 'x\n#### 5']).labels).toEqual([]);
    expect(() => create({ answer: 'number' }, ['4', 'four'])).toThrow('"four"');
  });

  it.each([
    ['{"label":"4"}', '4'],
    ['{"label":4}', '4'],
    ['{"label":"2 + 2 #### 4 pens"}', '2 + 2\n#### 4'],
    ['2 + 2 = 4\n#### 4', '2 + 2 = 4\n#### 4'],
    ['4', '4'],
    ['{"label":"four"}', null],
    ['[{"label":"4"},{"label":"5"}]', null],
    ['It is 4', null],
  ])('a check %j gives the label %j', (raw, label) => {
    expect(task.readCheck(raw)).toBe(label);
  });
});

describe('a text', () => {
  const task = create({ answer: 'text' }, ['whatever', 'the data holds']);

  it('is compared but for case, space and punctuation around it', () => {
    expect(task.isRight('paris', 'Paris.')).toBe(true);
    expect(task.isRight('', '')).toBe(false);
    expect(task.labelFault('Paris', null)).toBeNull();
    expect(task.labelFault('', null)).toBe('missing-label');
    expect(task.readAnswer(' ')).toBeNull();
    expect(task.readCheck('{"label":" Paris "}')).toBe('Paris');
    expect(task.readCheck('{"label":""}')).toBeNull();
  });

  it('reads replies, numbers among the labels too', () => {
    expect(
      task.readReply('{"examples":[{"text":" a ","label":" B "},{"text":"c","label":4},{"text":"d"}]}'),
    ).toEqual({
      ok: true,
      repaired: false,
      candidates: [
        { text: 'a', label: 'B' },
        { text: 'c', label: '4' },
        { text: 'd', label: null },
      ],
    });
  });

  it('asks a teacher with the question the student got', () => {
    const own = create({ answer: 'text', question: 'Capital of {text}?' });
    const messages = own.teacherPrompt({
      ...requestFor('France', 'Paris'),
      wrongAnswer: 'lyon',
      shown: ['Spain'],
      count: 2,
    });
    expect(messages[0]?.content).toContain('"Capital of ...?"');
    expect(messages[1]?.content.split('\n')).toEqual([
      'The example:',
      '{"text":"France","label":"Paris"}',
      "The student's answer, which is wrong:",
      '"lyon"',
      'There are these already; yours must differ from them:',
      '"Spain"',
      'Write 2 new examples.',
    ]);
    const rephrase = own.teacherPrompt({ ...requestFor('France', 'Paris'), purpose: 'rephrase' });
    expect(rephrase[1]?.content).toContain('Rephrase the given text');
    expect(own.checkPrompt('France')[1]?.content).toContain('"Capital of France?"');
  });
});

it('no reader ever throws', () => {
  const anyText = fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units));
  const all = [create({}, ['a', 'b']), create({ answer: 'number' }), create({ answer: 'text' })];
  fc.assert(
    fc.property(fc.oneof(anyText, fc.string(), fc.json()), (raw) => {
      for (const task of all) {
        task.readAnswer(raw);
        task.answerOf(raw);
        task.readReply(raw);
        const label = task.readCheck(raw);
        if (label !== null) expect(task.labelFault(label, null)).toBeNull();
      }
    }),
  );
});

describe('a preview', () => {
  const example = { id: 'p', text: 'Two and two.', label: '4' };
  const task = create({ answer: 'number' });

  it.each([
    ['4.0', '4', true],
    ['5', '5', false],
    ['four', null, false],
  ])('reads %j as %j', (raw, answer, right) => {
    const preview = previewOf(task, example, { raw, teacherSystem: null });
    expect(preview).toMatchObject({ answer, expected: '4', right });
  });

  it('shows what student and teacher would get', () => {
    const preview = previewOf(task, example, { raw: '5', teacherSystem: 'Teach!' });
    expect(preview.student).toEqual(task.studentPrompt(example.text));
    expect(preview.teacher[0]?.content).toBe('Teach!');
    expect(preview.teacher[1]?.content).toContain('which is wrong:\n"5"');
    const right = previewOf(task, example, { raw: '4', teacherSystem: null });
    expect(right.teacher[1]?.content).not.toContain('wrong');
  });
});
