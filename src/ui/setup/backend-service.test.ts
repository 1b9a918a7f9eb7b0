import { expect, it } from 'vitest';
import { TUNING } from '../copy/tuning.ts';
import { FAKE_BACKEND } from '../shell/fake-lab.ts';
import { baseModels, testedBackend } from './backend-service.ts';
import { BLANK, withStudent } from './draft.ts';

it('tries an address before a model is known', () => {
  const values = { ...withStudent(BLANK, 'backend'), 'student.provider': 'localai' };
  expect(testedBackend(values)).toMatchObject({ provider: 'localai', baseUrl: 'http://127.0.0.1:8040/v1' });
  expect(() => testedBackend({ ...values, 'student.baseUrl': 'here' })).toThrow(/student\.baseUrl/u);
});

it('offers for training what did not come of one', () => {
  expect(baseModels(FAKE_BACKEND.models)).toEqual(['smollm2-135m']);
});

it('says plainly what a service can and cannot do', () => {
  const { abilities } = FAKE_BACKEND;
  expect(TUNING.abilities(abilities).join(' ')).toMatch(/scores labels.*pays for nothing twice.*q4f16_1/u);
  const bare = {
    ...abilities,
    scores: false,
    adopts: false,
    answers: false,
    webllm: [],
    notes: ['No more.'],
  };
  const says = TUNING.abilities(bare).join(' ');
  expect(says).toMatch(/written and then read.*would stop after its first.*pays for, another.*stays there/u);
  expect(says).toMatch(/No more\.$/u);
});
