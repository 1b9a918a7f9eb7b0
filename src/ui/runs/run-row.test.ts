import { expect, it } from 'vitest';
import { parseConfig } from '../../core/config/schema.ts';
import type { RunRecord } from '../../core/storage/port.ts';
import { runRow } from './run-row.ts';

const now = Date.UTC(2026, 10, 22, 12);
const record = (more: Partial<RunRecord> = {}): RunRecord => ({
  id: 'r1',
  name: 'First',
  createdAt: now - 7_200_000,
  updatedAt: now - 60_000,
  config: parseConfig({ data: { id: 'film-reviews' } }),
  dataHash: '0'.repeat(64),
  summary: { status: 'new', iteration: 0, trainSize: 20, testAccuracy: null },
  ...more,
});

it('says nothing yet of a run that has not begun', () => {
  expect(runRow(record(), now)).toMatchObject({
    data: 'Film reviews',
    arm: 'LLM2LLM',
    status: 'Not started',
    iteration: null,
    accuracy: null,
    control: null,
    changed: '1 minute ago',
  });
});

it('gives the figures of one that has', () => {
  const row = runRow(
    record({
      summary: { status: 'finished', iteration: 6, trainSize: 54, testAccuracy: 0.6833 },
      origin: { run: 'r0', as: 'control' },
      config: parseConfig({ data: { id: 'file:mine.csv' }, arm: 'untargeted' }),
    }),
    now,
  );
  expect(row).toMatchObject({
    data: 'mine.csv',
    arm: 'Untargeted',
    status: 'Finished',
    iteration: '6',
    accuracy: '68.3%',
    control: 'control of another run',
    wrong: false,
  });
});

it('marks a run that an error stopped', () => {
  const summary = { status: 'interrupted', iteration: 2, trainSize: 20, testAccuracy: 0.5 } as const;
  expect(runRow(record({ summary }), now)).toMatchObject({ wrong: true, status: 'Stopped by an error' });
});

it('names an arm and a set nobody knows by their ids', () => {
  const config = parseConfig({ data: { id: 'hub:new' }, arm: 'later' });
  expect(runRow(record({ config }), now)).toMatchObject({ arm: 'later', data: 'new' });
});

it('says the task and where a student at an API answers', () => {
  const api = { id: 'api', baseUrl: 'https://api.example/v1', model: 'small' } as const;
  const config = parseConfig({ data: { id: 'file:a.csv' }, task: 'custom', student: api });
  expect(runRow(record({ config }), now)).toMatchObject({
    data: 'a.csv, a task of your own',
    arm: 'LLM2LLM, small at api.example',
  });
});
