import { expect, it } from 'vitest';
import { testedService } from './api-service.ts';
import { BLANK } from './draft.ts';

const values = {
  ...BLANK,
  'student.baseUrl': ' http://localhost:11434/v1 ',
  'student.model': 'small',
  'student.preset': 'ollama',
  'teacher.baseUrl': 'https://api.example/v1',
  'teacher.model': 'large',
};

it('takes address, model and service of the role asked about', () => {
  expect(testedService(values, 'student')).toMatchObject({
    baseUrl: 'http://localhost:11434/v1',
    model: 'small',
    preset: 'ollama',
  });
  expect(testedService(values, 'teacher')).toMatchObject({
    baseUrl: 'https://api.example/v1',
    model: 'large',
    preset: 'custom',
  });
});

it('refuses an address that is none', () => {
  expect(() => testedService({ ...values, 'student.baseUrl': 'localhost' }, 'student')).toThrow(/baseUrl/u);
});
