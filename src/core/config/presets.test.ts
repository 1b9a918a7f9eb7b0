import { describe, expect, it } from 'vitest';
import { FAMILIES, recordId } from '../models/families.ts';
import { taskFacts } from '../tasks/catalogue.ts';
import { presetOf as apiPreset } from '../llm/api/presets.ts';
import { PRESETS, configOfPreset } from './presets.ts';
import { parseConfig } from './schema.ts';

const data = { id: 'question-types', draw: 4 };

it.each(PRESETS)('$id is a configuration', (preset) => {
  const config = parseConfig(configOfPreset(preset, { data }));
  expect(config.data.id).toBe(preset.data?.id ?? 'question-types');
  expect(config.data.draw).toBe(preset.data ? 1 : 4);
});

it('leaves data and task alone where it is about neither', () => {
  const own = { data, task: 'custom', custom: { answer: 'number' } } as const;
  for (const preset of PRESETS) {
    const config = parseConfig(configOfPreset(preset, own));
    expect([config.task, config.custom.answer]).toEqual(
      preset.data ? [preset.input.task ?? 'classification', 'labels'] : ['custom', 'number'],
    );
  }
});

describe("the paper's tasks", () => {
  const tasks = PRESETS.filter(({ group }) => group === 'paper-tasks');

  it('are all five, each on its own data with the seeds of the paper', () => {
    expect(tasks.map(({ id }) => id)).toEqual(['sst2', 'trec', 'snips', 'gsm8k', 'casehold']);
    for (const preset of tasks) {
      const facts = taskFacts(preset.id);
      const config = parseConfig(configOfPreset(preset, { data }));
      expect(config.task).toBe(preset.id);
      expect(config.data.id).toBe(facts?.hub);
      expect(config.data).toMatchObject({ ...facts?.seeds });
    }
  });

  it('have a student that can learn them, and a teacher that can write them', () => {
    for (const preset of tasks) {
      const { student, teacher } = parseConfig(configOfPreset(preset, { data }));
      if (student.id === 'head') expect(taskFacts(preset.id)?.forHeads, preset.id).toBe(true);
      expect(teacher.id).toBe('api');
    }
  });
});

it('differs from every other preset', () => {
  const all = PRESETS.map((preset) => JSON.stringify(parseConfig(configOfPreset(preset, { data }))));
  expect(new Set(all).size).toBe(PRESETS.length);
});

it('has the demo on the defaults, so that what the demo shows is what a new run does', () => {
  const [demo] = PRESETS;
  expect(demo?.input).toEqual({});
});

it('never shows an in-context student the example it is asked about', () => {
  const inContext = PRESETS.map((preset) => parseConfig(configOfPreset(preset, { data }))).filter(
    ({ student }) => student.id === 'in-context',
  );
  expect(inContext.length).toBeGreaterThan(2);
  for (const { wrongSet } of inContext) expect(wrongSet.rule).toBe('leave-one-out');
});

it('names models that the page offers for their role', () => {
  const roles = PRESETS.flatMap(({ input: { student, teacher } }) => [
    ...(student?.id === 'in-context' ? [['student', student.model] as const] : []),
    ...(teacher?.id === 'webllm' ? [['teacher', teacher.model] as const] : []),
  ]);
  expect(roles.length).toBeGreaterThan(4);
  for (const [role, model] of roles) {
    const family = FAMILIES.find((one) => one.quantizations.some((q) => recordId(one, q) === model));
    expect(family?.roles, model).toContain(role);
  }
});

it('has one in which the student is its own teacher', () => {
  const own = PRESETS.find(({ id }) => id === 'student-as-teacher')?.input;
  expect(own).toMatchObject({ student: { id: 'in-context' }, teacher: { id: 'webllm' } });
  expect([own?.student, own?.teacher].map((part) => part && 'model' in part && part.model)).toEqual(
    Array(2).fill('Llama-3.2-1B-Instruct-q4f16_1-MLC'),
  );
});

it('has a GPT teacher at the address of the API preset it names', () => {
  const gpt = PRESETS.find(({ id }) => id === 'gpt-teacher')?.input.teacher;
  expect(gpt).toMatchObject({ id: 'api', preset: 'openai', baseUrl: apiPreset('openai').baseUrl });
});
