/** The readers of what services send: whatever comes, nothing is thrown, and what is read is of its type. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JobStatus, TuningEvent, TuningJob } from '../port.ts';
import { newEvents } from './lists.ts';
import * as localai from './localai-wire.ts';
import * as openai from './openai-wire.ts';
import { idOf, secondsOf, statusOf } from './read.ts';
import * as together from './together-wire.ts';

const JOB_MEMBERS = [
  'id',
  'status',
  'model',
  'fine_tuned_model',
  'created_at',
  'error',
  'metadata',
  'training',
  'hyperparameters',
  'method',
  'events',
  'training_type',
  'extra_options',
  'config',
  'export_status',
] as const;
/** A job with some of its members, of any shape; often with an id and a status. */
const jobLike = fc.oneof(
  fc.jsonValue(),
  fc.record(
    Object.fromEntries(JOB_MEMBERS.map((name) => [name, fc.oneof(fc.jsonValue(), fc.constant('completed'))])),
    { requiredKeys: [] },
  ),
);
const EVENT_MEMBERS = [
  'id',
  'created_at',
  'level',
  'message',
  'data',
  'loss',
  'current_step',
  'status',
] as const;
const eventLike = fc.oneof(
  fc.jsonValue(),
  fc.record(Object.fromEntries(EVENT_MEMBERS.map((name) => [name, fc.jsonValue()])), { requiredKeys: [] }),
);

const STATUSES: readonly JobStatus[] = [
  'validating',
  'queued',
  'running',
  'paused',
  'succeeded',
  'failed',
  'cancelled',
  'unknown',
];
const numberOrNull = (value: unknown): boolean => value === null || Number.isFinite(value);

function expectJob(job: TuningJob | null): void {
  if (job === null) return;
  expect(job.id).not.toMatch(/^\.{0,2}$/u);
  expect(STATUSES).toContain(job.status);
  expect(Object.values(job.training).every(numberOrNull)).toBe(true);
  expect([job.createdAt, job.finishedAt, job.estimatedFinish, job.trainedTokens].every(numberOrNull)).toBe(
    true,
  );
  expect(Object.values(job.metadata).every((value) => typeof value === 'string')).toBe(true);
  expect([job.rawStatus, job.base, job.error?.message ?? ''].every((text) => text.length <= 2000)).toBe(true);
}

function expectEvent(event: Omit<TuningEvent, 'id'>): void {
  expect(typeof event.message).toBe('string');
  expect(['info', 'warn', 'error']).toContain(event.level);
  const { createdAt, step, totalSteps, loss, learningRate } = event;
  expect([createdAt, step, totalSteps, loss, learningRate].every(numberOrNull)).toBe(true);
}

describe('whatever a service sends', () => {
  it.each([
    ['OpenAI', openai.readJob],
    ['Together', together.readJob],
    ['LocalAI', localai.readJob],
  ])('is a job of %s or none', (_name, read) => {
    fc.assert(
      fc.property(jobLike, (body) => expectJob(read(body))),
      { numRuns: 300 },
    );
  });

  it('is an event or none, a checkpoint or none, a model or none', () => {
    fc.assert(
      fc.property(eventLike, fc.array(eventLike), fc.option(fc.string()), (one, many, seen) => {
        const event = openai.readEvent(one);
        if (event) expectEvent(event);
        localai.readProgress('x', one).forEach(expectEvent);
        together.newsOf(many, many, seen).forEach(expectEvent);
        for (const read of [openai.readCheckpoint, openai.readModel, localai.readCheckpoint]) read(one);
        together.readCheckpoint('x', one);
      }),
      { numRuns: 300 },
    );
  });
});

it.each([
  ['validating_files', 'validating'],
  ['queued', 'queued'],
  ['pending', 'queued'],
  ['running', 'running'],
  ['pausing', 'running'],
  ['cancel_requested', 'running'],
  ['compressing', 'running'],
  ['uploading', 'running'],
  ['loading_model', 'running'],
  ['loading_dataset', 'running'],
  ['training', 'running'],
  ['saving', 'running'],
  ['paused', 'paused'],
  ['succeeded', 'succeeded'],
  ['completed', 'succeeded'],
  ['SUCCEEDED', 'succeeded'],
  ['failed', 'failed'],
  ['error', 'failed'],
  ['user_error', 'failed'],
  ['cancelled', 'cancelled'],
  ['stopped', 'cancelled'],
  ['brewing', 'unknown'],
  ['constructor', 'unknown'],
  ['', 'unknown'],
])('the word %j means %s', (word, status) => {
  expect(statusOf(word)).toBe(status);
});

it('an unknown status keeps the service’s own word', () => {
  expect(openai.readJob({ id: 'a', status: 'Brewing' })).toMatchObject({
    status: 'unknown',
    rawStatus: 'Brewing',
  });
});

it.each([
  [1721764800, 1721764800],
  [1721764800000, 1721764800],
  ['2024-07-23T20:00:00Z', 1721764800],
  [0, null],
  ['soon', null],
  [null, null],
])('%j is the time %s', (value, seconds) => {
  expect(secondsOf(value)).toBe(seconds);
});

it.each([['.'], ['..'], [''], ['x'.repeat(501)], [7]])('%j is no id', (value) => {
  expect(idOf(value)).toBeNull();
});

it('events after one that is not listed any more are all of them', () => {
  const events = [2, 1].map((n) => openai.readEvent({ id: `e${n}`, created_at: n, message: 'x' }));
  const listed = events.filter((event) => event !== null);
  expect(newEvents(listed, 'gone').map(({ id }) => id)).toEqual(['e1', 'e2']);
});
