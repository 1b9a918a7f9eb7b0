import { describe, expect, it } from 'vitest';
import { PRESETS, configOfPreset } from '../../core/config/presets.ts';
import { SETTINGS } from '../../core/config/link.ts';
import type { RunConfigInput } from '../../core/config/schema.ts';
import { parseConfig } from '../../core/config/schema.ts';
import { CHOICES, FIELD_WORDS } from '../copy/settings.ts';
import { FAULT } from '../copy/setup.ts';
import { defaultNote } from './default-note.ts';
import { capFault, readDraft, valuesOf, withTeacher } from './draft.ts';

const api: RunConfigInput = {
  data: { id: 'hub:trec', perClass: null },
  teacher: { id: 'api', baseUrl: 'https://api.example/v1', model: 'm', stream: false },
  stops: { seedAccuracy: 0.95 },
};
const models: RunConfigInput = {
  data: { id: 'question-types' },
  student: { id: 'in-context', model: 's', demonstrations: 'random', shown: 2, calibrate: true },
  teacher: { id: 'webllm', model: 't', system: 'Two\nlines.', examplesPerCall: 3, showWrongAnswer: false },
  filters: { labelCheck: 'teacher' },
  stops: { maxTokens: 500, maxCost: 1.5 },
};
const values = valuesOf(parseConfig({ data: { id: 'film-reviews' } }));

describe('a draft', () => {
  it.each([...PRESETS.map((preset) => configOfPreset(preset, { id: 'question-types' })), api, models])(
    'gives back the configuration it was filled from: %#',
    (input) => {
      const config = parseConfig(input);
      expect(readDraft(valuesOf(config))).toEqual({ config, faults: {} });
    },
  );

  it('names what is wrong at its field, all of it', () => {
    const { config, faults } = readDraft({
      ...values,
      iterations: '0',
      perWrong: '1.5',
      attempts: '',
      'student.l2': 'little',
      'filters.leakThreshold': '2',
    });
    expect(config).toBeNull();
    expect(faults).toEqual({
      iterations: FAULT.atLeast('1'),
      perWrong: FAULT.whole,
      attempts: FAULT.needed,
      'student.l2': FAULT.number,
      'filters.leakThreshold': FAULT.atMost('1'),
    });
  });

  it('takes an empty field for null where null is allowed', () => {
    expect(readDraft({ ...values, 'data.perClass': ' ' }).config?.data.perClass).toBeNull();
  });

  it('checks only the settings of the teacher that is chosen, and keeps those of the others', () => {
    const mistyped = { ...values, 'teacher.baseUrl': 'example.org', 'teacher.model': '' };
    expect(readDraft(mistyped).faults).toEqual({});
    expect(readDraft({ ...mistyped, 'teacher.id': 'api' }).faults).toEqual({
      'teacher.baseUrl': FAULT.address,
      'teacher.model': FAULT.needed,
    });
  });
});

describe('changing one’s mind', () => {
  const written = { ...values, 'student.l2': '0.5', 'student.model': 's', 'student.shown': '7' };

  it('about the student keeps what was written for the other', () => {
    const inContext = readDraft({ ...written, 'student.id': 'in-context' }).config?.student;
    expect(inContext).toMatchObject({ id: 'in-context', model: 's', shown: 7, demonstrations: 'bm25' });
    expect(readDraft(written).config?.student).toMatchObject({ id: 'head', l2: 0.5 });
  });

  it('about the teacher keeps a model of each kind apart', () => {
    const api = { ...withTeacher(values, 'api'), 'teacher.model': 'gpt' };
    const tab = withTeacher(api, 'webllm');
    expect(tab['teacher.model']).toBe('');
    const back = withTeacher({ ...tab, 'teacher.model': 'Qwen' }, 'api');
    expect(back['teacher.model']).toBe('gpt');
    expect(withTeacher(back, 'webllm')['teacher.model']).toBe('Qwen');
  });
});

it('a cap that a teacher could never reach is a fault at its field', () => {
  const config = parseConfig({ ...api, stops: { maxCost: 2 } });
  expect(Object.keys(capFault(config))).toEqual(['stops.maxCost']);
  const builtIn = parseConfig({ ...api, teacher: { id: 'built-in' }, stops: { maxTokens: 9 } });
  expect(Object.keys(capFault(builtIn))).toEqual(['stops.maxTokens']);
  expect(capFault(parseConfig(models))).toEqual({});
});

describe('the words of the settings', () => {
  // The hash and the task are not a person's to type.
  const unseen = new Set(['data.hash', 'task']);

  it('explain every setting a person can change', () => {
    expect(
      SETTINGS.map(({ path }) => path).filter((path) => !unseen.has(path) && !FIELD_WORDS[path]),
    ).toEqual([]);
  });

  it('offer the default among the choices', () => {
    for (const [path, choices] of Object.entries(CHOICES)) {
      expect(choices.map(({ value }) => value)).toContain(values[path]);
    }
  });

  it('give a default its unit and its origin', () => {
    const same = (value: string) => value;
    expect(defaultNote('iterations', same)).toMatch(/^Default: 6 iterations.*Origin: reference code.*\.$/);
    expect(defaultNote('stops.budget', same)).toBe('Default: none.');
    expect(defaultNote('teacher.stream', same)).toBe('Default: on.');
    expect(defaultNote('teacher.model', same)).toBeNull();
  });
});
