/** Asking a model at a backend: many at once, and what becomes of those that cannot be asked. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rejected } from '../../../../test/support/caught.ts';
import { startMockTuning, type MockTuning } from '../../../../test/support/mock-tuning.ts';
import { netWith } from '../../../../test/support/tuning-orders.ts';
import { tasks } from '../../tasks/registry.ts';
import type { BackendModel } from './backend-student.ts';
import { backendPredictor } from './backend-student.ts';

let server: MockTuning;
beforeAll(async () => {
  server = await startMockTuning();
});
afterAll(() => server.close());

const questions = Array.from({ length: 11 }, (_, i) => ({ id: `q-${i}`, text: `a film of ${i} parts` }));

async function predictor(answers: BackendModel['answers'] = 'scored') {
  const task = (await tasks.load('classification'))({ labels: ['bad', 'good'] });
  const model = { baseUrl: server.baseUrl, model: 'small-base', answers, maxTokens: 8, timeoutSeconds: 20 };
  return backendPredictor(model, task, netWith(null));
}
const { signal } = new AbortController();

it('scores several questions in one request, in their order', async () => {
  server.play({});
  const together = await (await predictor()).predict(questions, signal);
  expect(server.requests.filter(({ path }) => path.endsWith('/score'))).toHaveLength(2);
  const alone = await (await predictor()).predict(questions.slice(9, 10), signal);
  expect(together[9]).toEqual(alone[0]);
  expect(together.map(({ by }) => by)).toEqual(questions.map(() => 'scored'));
});

it('leaves only the overlong one without an answer', async () => {
  server.play({});
  const error = {
    message: 'The prompt has 9000 tokens; this model reads 2048.',
    type: 'invalid_request_error',
    code: 'context_length_exceeded',
    param: null,
  };
  // The whole request, then the first question asked alone.
  server.fault({ on: 'POST /v1/score', status: 400, body: { error }, times: 2 });
  const [first, ...others] = await (await predictor()).predict(questions.slice(0, 3), signal);
  expect(first).toEqual({ answer: null, problem: 'too-long' });
  expect(others.every(({ answer }) => answer !== null)).toBe(true);
});

it.each([
  ['no scores at all', () => ({ data: [] })],
  ['a label left out', () => ({ data: [{ index: 0, scores: [{ candidate: 'bad', logprob: -1 }] }] })],
  ['a score that is no number', () => ({ data: [{ index: 0, scores: [{ candidate: 'bad', logprob: null }] }] })],
])('refuses %s', async (_what, change) => {
  server.play({});
  server.fault({ on: 'POST /v1/score', change });
  const error = await rejected((await predictor()).predict(questions.slice(0, 1), signal));
  expect(error.code).toBe('backend-bad-reply');
});

it('asks in writing, one after the other, where that is wanted', async () => {
  server.play({ baseReply: 'Good.' });
  const answers = await (await predictor('written')).predict(questions.slice(0, 2), signal);
  expect(answers).toMatchObject([
    { answer: 'good', raw: 'Good.', by: 'written' },
    { answer: 'good', raw: 'Good.', by: 'written' },
  ]);
});
