import { describe, expect, it } from 'vitest';
import { PRESETS, configOfPreset } from '../../core/config/presets.ts';
import { SETTINGS } from '../../core/config/link.ts';
import type { RunConfigInput } from '../../core/config/schema.ts';
import { ANSWER_FORMATS, TUNING_PROVIDERS, parseConfig } from '../../core/config/schema.ts';
import { ARM_IDS } from '../../core/loop/arms.ts';
import { CHOICES } from '../copy/choices.ts';
import { FIELD_WORDS } from '../copy/settings.ts';
import { FAULT } from '../copy/setup.ts';
import { defaultNote } from './default-note.ts';
import { SIZE, readDraft, sizeOf, valuesOf, withStudent, withTeacher } from './draft.ts';

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
const backend: RunConfigInput = {
  data: { id: 'question-types' },
  student: {
    id: 'backend',
    baseUrl: 'http://127.0.0.1:8040/v1',
    model: 'm',
    provider: 'nebius',
    training: { method: 'full', epochs: 2, rateMultiplier: 0.5 },
    answers: 'written',
    system: 'Answer.',
  },
  wrongSet: { rule: 'in-sample' },
};
const values = valuesOf(parseConfig({ data: { id: 'film-reviews' } }));

describe('a draft', () => {
  it.each([
    ...PRESETS.map((preset) => configOfPreset(preset, { data: { id: 'question-types' } })),
    api,
    models,
    backend,
  ])('gives back the configuration it was filled from: %#', (input) => {
    const config = parseConfig(input);
    expect(readDraft(valuesOf(config))).toEqual({ config, faults: {} });
  });

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

  it('wants a place for the text in a question of the person’s own', () => {
    const own = { ...values, task: 'custom', 'custom.question': 'What mood?' };
    expect(readDraft(own).faults).toEqual({ 'custom.question': FAULT.place });
    // Of another task it is not looked at.
    expect(readDraft({ ...own, task: 'classification' }).faults).toEqual({});
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

describe('how many seeds', () => {
  const sized = (size: string, more: object = {}) =>
    readDraft({ ...values, 'data.count': '30', 'data.percent': '2.5', ...more, [SIZE]: size });

  it('is said in one way, and the others are kept but do not count', () => {
    expect(sized('perClass').config?.data).toMatchObject({ perClass: 10, count: null, percent: null });
    expect(sized('count').config?.data).toMatchObject({ perClass: null, count: 30, percent: null });
    expect(sized('percent').config?.data).toMatchObject({ perClass: null, count: null, percent: 2.5 });
    expect(sized('all').config?.data).toMatchObject({ perClass: null, count: null, percent: null });
  });

  it('needs its number, and only the one in use is looked at', () => {
    expect(sized('count', { 'data.count': '' }).faults).toEqual({ 'data.count': FAULT.needed });
    expect(sized('percent', { 'data.percent': '101' }).faults).toEqual({
      'data.percent': FAULT.atMost('100'),
    });
    expect(sized('count', { 'data.percent': '101', 'data.perClass': 'x' }).faults).toEqual({});
  });

  it('is read off a configuration', () => {
    const of = (data: object) => sizeOf(valuesOf(parseConfig({ data: { id: 'x', ...data } })));
    expect(of({})).toBe('perClass');
    expect(of({ perClass: null })).toBe('all');
    expect(of({ perClass: null, count: 5 })).toBe('count');
    expect(of({ perClass: null, percent: 1 })).toBe('percent');
    // The first that is given decides, as in a run.
    expect(of({ perClass: 3, percent: 1 })).toBe('perClass');
  });
});

describe('changing one’s mind', () => {
  const written = { ...values, 'student.l2': '0.5', 'student.shown': '7' };

  it('about the student keeps what was written for the other', () => {
    const inContext = readDraft({ ...withStudent(written, 'in-context'), 'student.model': 's' }).config
      ?.student;
    expect(inContext).toMatchObject({ id: 'in-context', model: 's', shown: 7, demonstrations: 'bm25' });
    expect(readDraft(written).config?.student).toMatchObject({ id: 'head', l2: 0.5 });
  });

  it('about where a student runs keeps a model of each kind apart', () => {
    const tab = { ...withStudent(values, 'in-context'), 'student.model': 'Tiny' };
    const api = withStudent(tab, 'api');
    expect(api['student.model']).toBe('');
    expect(withStudent({ ...api, 'student.model': 'gpt' }, 'in-context')['student.model']).toBe('Tiny');
  });

  it('about where a student is keeps an address of each kind apart, and suggests that of a backend', () => {
    const tuned = withStudent(values, 'backend');
    expect(tuned['student.baseUrl']).toBe('http://127.0.0.1:8040/v1');
    const api = { ...withStudent(tuned, 'api'), 'student.baseUrl': 'https://api.example/v1' };
    expect(withStudent(tuned, 'api')['student.baseUrl']).toBe('');
    const back = withStudent({ ...api, 'student.model': 'gpt' }, 'backend');
    expect([back['student.baseUrl'], back['student.model']]).toEqual(['http://127.0.0.1:8040/v1', '']);
    expect(withStudent(back, 'api')['student.baseUrl']).toBe('https://api.example/v1');
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

describe('the words of the settings', () => {
  // The hash is not a person's to type.
  const unseen = new Set(['data.hash']);

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

  it('offer every way an own task may be answered, every student and every arm', () => {
    const offered = (path: string) => CHOICES[path]?.map(({ value }) => value);
    expect(offered('custom.answer')).toEqual(ANSWER_FORMATS);
    expect(offered('student.id')).toEqual(['head', 'in-context', 'api', 'backend']);
    expect(offered('student.provider')).toEqual(TUNING_PROVIDERS);
    expect(offered('arm')).toEqual(ARM_IDS);
  });

  it('give a default its unit and its origin', () => {
    const same = (value: string) => value;
    expect(defaultNote('iterations', same)).toMatch(/^Default: 6 iterations.*Origin: reference code.*\.$/);
    expect(defaultNote('stops.budget', same)).toBe('Default: none.');
    expect(defaultNote('teacher.stream', same)).toBe('Default: on.');
    expect(defaultNote('student.training.rank', same)).toBe("Default: auto, the server's own choice.");
    expect(defaultNote('teacher.model', same)).toBeNull();
  });
});
