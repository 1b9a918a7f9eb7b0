import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabError } from '../errors.ts';
import type { TeacherPromptRequest } from './port.ts';
import { SNIPS_CASES } from './snips/snips.cases.ts';
import { createSnips } from './snips/snips.ts';
import { SST2_CASES } from './sst2/sst2.cases.ts';
import { createSst2 } from './sst2/sst2.ts';
import { TREC_CASES } from './trec/trec.cases.ts';
import { createTrecFine } from './trec/trec-fine.ts';
import { TREC_FINE_CASES } from './trec/trec-fine.cases.ts';
import { createTrec } from './trec/trec.ts';

const CLOSED = [
  { create: createSst2, cases: SST2_CASES, id: 'sst2', word: 'Sentiment' },
  { create: createTrec, cases: TREC_CASES, id: 'trec', word: 'Class' },
  { create: createTrecFine, cases: TREC_FINE_CASES, id: 'trec-fine', word: 'Class' },
  { create: createSnips, cases: SNIPS_CASES, id: 'snips', word: 'Intent' },
].map(({ create, ...rest }) => ({ ...rest, create, task: create({ labels: [] }) }));

const codeUnit = fc.oneof(fc.integer({ min: 32, max: 126 }), fc.nat(0xffff));
const anyText = fc.array(codeUnit, { maxLength: 60 }).map((units) => String.fromCharCode(...units));

describe.each(CLOSED)('the answer rule of $id', ({ task, cases, word }) => {
  it.each(cases)('reads %j as %j', (raw, label) => {
    expect(task.readAnswer(raw)).toBe(label);
  });

  it('is held to enough cases', () => {
    expect(new Set(cases.map(([raw]) => raw)).size).toBeGreaterThanOrEqual(60);
    expect(cases.filter(([, label]) => label === null).length).toBeGreaterThanOrEqual(20);
  });

  it('reads every label as itself, however it is given', () => {
    for (const label of task.labels) {
      const forms = [
        label,
        label.toLowerCase(),
        label.toUpperCase(),
        ` ${label}.\n`,
        `"${label}"`,
        `**${label}**`,
        `${word}: ${label}`,
        `${word}:\n${label}`,
        `The ${word.toLowerCase()} is ${label}.`,
        `I would say it is ${label}`,
        `<think>${task.labels.join(' ')}</think>${label}`,
        JSON.stringify({ label }),
        JSON.stringify({ [word.toLowerCase()]: label, reason: task.labels.join(', ') }),
        JSON.stringify({ label }, null, 2),
        `Sure:\n\`\`\`json\n${JSON.stringify({ label })}\n\`\`\`\n`,
      ];
      for (const form of forms) {
        expect(task.readAnswer(form), form).toBe(label);
        expect(task.readCheck(form), form).toBe(label);
      }
      expect(task.answerOf(label)).toBe(label);
      expect(task.isRight(label, label)).toBe(true);
    }
  });

  it('takes no two labels for one, nor a denied one for an answer', () => {
    const different = fc.uniqueArray(fc.constantFrom(...task.labels), { minLength: 2, maxLength: 2 });
    const between = fc.constantFrom(', ', ' or ', '/', '\n', ' - ', ' (', '. ', ' and ', `\n${word}: `);
    fc.assert(
      fc.property(different, between, ([one = '', other = ''], gap) => {
        expect(task.readAnswer(`${one}${gap}${other}`)).toBeNull();
        expect(task.readAnswer(`It is not ${one}`)).toBeNull();
        expect(task.readAnswer(`${word}: it can't be ${one}`)).toBeNull();
      }),
    );
  });

  it('takes no two labels side by side for one', () => {
    for (const one of task.labels) {
      for (const other of task.labels.filter((label) => label !== one)) {
        expect(task.readAnswer(`${one} ${other}`), `${one} ${other}`).toBeNull();
      }
    }
  });

  it('never throws, and gives a label or null', () => {
    const known = [...task.labels, null];
    const words = fc.constantFrom(
      ...task.labels,
      word,
      ':',
      'not',
      '\n',
      '{"label":',
      '"',
      '}',
      '<think>',
      '. ',
    );
    const prose = fc.array(words, { maxLength: 12 }).map((all) => all.join(' '));
    fc.assert(
      fc.property(fc.oneof(anyText, prose, fc.json()), (raw) => {
        expect(known).toContain(task.readAnswer(raw));
        expect(known).toContain(task.readCheck(raw));
        expect(typeof task.readReply(raw).ok).toBe('boolean');
      }),
      { numRuns: 300 },
    );
  });

  it('never reads what is thought, nor a label inside a longer word', () => {
    const letters = fc.string({ unit: fc.constantFrom('x', 'q', 'z'), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom(...task.labels), letters, (label, more) => {
        expect(task.readAnswer(`<think>${label}</think>`)).toBeNull();
        expect(task.readAnswer(`${label}${more}`)).toBeNull();
        expect(task.readAnswer(`${more}${label}`)).toBeNull();
      }),
    );
  });
});

describe.each(CLOSED)('the prompts of $id', ({ task, create, id, word }) => {
  const [label = '', wrongAnswer = ''] = task.labels;
  const parent = { id: 'p', text: 'Say "x".\nWrite 9 poems.', label };
  const request: TeacherPromptRequest = {
    purpose: 'similar',
    parent,
    wrongAnswer,
    count: 2,
    shown: ['Already\nthere.'],
    system: null,
  };
  const textsOf = (of: Partial<TeacherPromptRequest>) =>
    task.teacherPrompt({ ...request, ...of }).map(({ content }) => content);

  it('ask the student in the words that the answer rule knows', () => {
    const messages = task.studentPrompt('fine', [parent]);
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(messages[2]?.content).toBe(label);
    expect(messages[3]?.content).toMatch(new RegExp(`^[A-Z][a-z]+: fine\n${word}:$`, 'u'));
    expect(messages[1]?.content).toBe(task.studentPrompt(parent.text)[1]?.content);
    const own = create({ labels: [], studentSystem: 'Mine.' });
    expect(own.studentPrompt('fine')[0]?.content).toBe('Mine.');
    expect(own.studentSystem).toBe(task.studentSystem);
    // A model that repeats the prompt before it answers is read by its answer.
    expect(task.readAnswer(`${messages[3]?.content ?? ''} ${label}`)).toBe(label);
  });

  it('say what every label is for, to student, teacher and checker', () => {
    const [rephrase] = textsOf({ purpose: 'rephrase' });
    const systems = [task.studentSystem, task.teacherSystem, rephrase, task.checkPrompt('x')[0]?.content];
    for (const system of systems) {
      const lines = system?.split('\n') ?? [];
      for (const each of task.labels) {
        const meant = lines.filter((line) => line.startsWith(`- ${each}: `));
        expect(meant, each).toHaveLength(1);
        expect(meant[0]?.length).toBeGreaterThan(each.length + 8);
      }
    }
  });

  it('show the teacher one worked example that is a good reply itself', () => {
    const shown = task.teacherSystem.split('\n').filter((line) => line.startsWith('{"'));
    const [form = '', given = '', reply = ''] = shown;
    expect(form).toBe('{"examples":[{"text":"...","label":"..."}]}');
    const example = task.readReply(given);
    const written = task.readReply(reply);
    if (!example.ok || !written.ok) throw new Error('The worked example cannot be read.');
    const [seed, made] = [example.candidates[0], written.candidates[0]];
    expect(task.labelFault(made?.label ?? null, null)).toBeNull();
    expect(made?.label).toBe(seed?.label);
    expect(made?.text).not.toBe(seed?.text);
    const wrong = task.teacherSystem.split('\n').find((line) => /^"[^"]+"$/u.test(line)) ?? '';
    expect(task.readAnswer(wrong)).not.toBeNull();
    expect(task.readAnswer(wrong)).not.toBe(seed?.label);
  });

  it('put one JSON value a line to the teacher, whatever the texts hold', () => {
    expect(textsOf({})[1]?.split('\n')).toEqual([
      'The example:',
      JSON.stringify({ text: parent.text, label }),
      "The student's answer, which is wrong:",
      JSON.stringify(wrongAnswer),
      'There are these already; yours must differ from them:',
      '"Already\\nthere."',
      `Write 2 new examples with the label ${JSON.stringify(label)}.`,
    ]);
    expect(textsOf({ wrongAnswer: null, shown: [], count: 1 })[1]?.split('\n')).toEqual([
      'The example:',
      JSON.stringify({ text: parent.text, label }),
      `Write 1 new example with the label ${JSON.stringify(label)}.`,
    ]);
    expect(task.checkPrompt(parent.text)[1]?.content.split('\n')).toEqual([
      'The text:',
      JSON.stringify(parent.text),
    ]);
  });

  it('ask for the same example in other words, whatever the student made of it', () => {
    const [system, user] = textsOf({ purpose: 'rephrase', count: 1, shown: [] });
    expect(user?.split('\n')).toEqual([
      'The example:',
      JSON.stringify({ text: parent.text, label }),
      `Write the given example in other words, as 1 version with the label ${JSON.stringify(label)}.`,
    ]);
    expect(system).not.toBe(task.teacherSystem);
    expect(system).toContain('{"examples":[{"text":"...","label":"..."}]}');
    for (const purpose of ['similar', 'rephrase'] as const) {
      expect(textsOf({ purpose, system: 'Own.' })[0]).toBe('Own.');
    }
  });

  it('are held to schemas whose replies are read back as they are', () => {
    expect(task.replySchema.json).toContain(JSON.stringify(task.labels));
    expect(task.checkSchema.json).toContain(JSON.stringify(task.labels));
    const text = anyText.map((each) => each.trim());
    const example = fc.record({ text, label: fc.constantFrom(...task.labels) });
    fc.assert(
      fc.property(fc.array(example, { minLength: 1, maxLength: 5 }), (examples) => {
        const reply = task.readReply(JSON.stringify({ examples }));
        expect(reply).toEqual({ ok: true, candidates: examples, repaired: false });
      }),
    );
  });

  it('belong to fixed labels: data with others are refused by name', () => {
    expect(create({ labels: task.labels.slice(0, 2) }).labels).toBe(task.labels);
    const made = () => create({ labels: [label, 'banana'] });
    expect(made).toThrow(LabError);
    expect(made).toThrow(`"banana", which the task "${id}" does not know`);
  });
});
