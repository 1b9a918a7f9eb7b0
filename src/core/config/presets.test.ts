import { expect, it } from 'vitest';
import { FAMILIES, recordId } from '../models/families.ts';
import { presetOf as apiPreset } from '../teachers/api/presets.ts';
import { PRESETS, configOfPreset } from './presets.ts';
import { parseConfig } from './schema.ts';

const data = { id: 'question-types', draw: 4 };

it.each(PRESETS)('$id is a configuration', (preset) => {
  const config = parseConfig(configOfPreset(preset, data));
  expect(config.data.id).toBe(preset.id === 'demo' ? 'film-reviews' : 'question-types');
  expect(config.data.draw).toBe(preset.id === 'demo' ? 1 : 4);
});

it('differs from every other preset', () => {
  const all = PRESETS.map((preset) => JSON.stringify(parseConfig(configOfPreset(preset, data))));
  expect(new Set(all).size).toBe(PRESETS.length);
});

it('has the demo on the defaults, so that what the demo shows is what a new run does', () => {
  const [demo] = PRESETS;
  expect(demo?.input).toEqual({});
});

it('never shows an in-context student the example it is asked about', () => {
  const inContext = PRESETS.map((preset) => parseConfig(configOfPreset(preset, data))).filter(
    ({ student }) => student.id === 'in-context',
  );
  expect(inContext).toHaveLength(2);
  for (const { wrongSet } of inContext) expect(wrongSet.rule).toBe('leave-one-out');
});

it('names models that the page offers for their role', () => {
  const roles = PRESETS.flatMap(({ input: { student, teacher } }) => [
    ...(student?.id === 'in-context' ? [['student', student.model] as const] : []),
    ...(teacher?.id === 'webllm' ? [['teacher', teacher.model] as const] : []),
  ]);
  expect(roles).toHaveLength(4);
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
