import { describe, expect, it } from 'vitest';
import { FakeLanguageModel } from '../../../test/support/fake-language-model.ts';
import { writer } from '../../../test/support/prompted-run.ts';
import { tinySpec } from '../../../test/support/tiny-experiment.ts';
import { tinyDataset, tinyPlatform } from '../../../test/support/tiny-run.ts';
import { LabError } from '../errors.ts';
import type { Platform } from '../loop/assemble.ts';
import { MemoryRunStore } from '../storage/memory.ts';
import { isCellFault, isPermanent } from './faults.ts';
import { planCells } from './plan.ts';
import { logOf, runCell } from './run-cell.ts';

const dataset = tinyDataset();
const never = new AbortController().signal;
const WEBLLM = { id: 'webllm', model: 'fake' } as const;

function jobOf(arm: string, base: object = {}) {
  const found = planCells(
    tinySpec({ arms: ['llm2llm', arm].slice(arm === 'llm2llm' ? 1 : 0) }, base),
    dataset,
  )
    .filter(({ cell }) => cell.arm === arm)
    .at(0);
  if (!found) throw new Error('no such cell');
  return { cell: found.cell, config: found.config };
}

function withModel(model: FakeLanguageModel): Platform {
  return { ...tinyPlatform(), languageModel: () => Promise.resolve(model) };
}

describe('runCell', () => {
  it('keeps the log of a run that is paid for, and pays for nothing when run again', async () => {
    const model = new FakeLanguageModel({ reply: writer() });
    const logs = new MemoryRunStore();
    const job = jobOf('llm2llm', { teacher: WEBLLM });
    const setting = { dataset, platform: withModel(model), logs };
    const result = await runCell(job, setting, never);
    const { calls } = model;
    expect(calls).toBeGreaterThan(2);
    expect((await logs.read(logOf(job))).at(-1)?.type).toBe('finished');
    expect(await runCell(job, setting, never)).toEqual(result);
    expect(model.calls).toBe(calls);
  });

  it('keeps no log of what is free', async () => {
    const logs = new MemoryRunStore();
    const job = jobOf('llm2llm');
    const result = await runCell(job, { dataset, platform: tinyPlatform(), logs }, never);
    expect(result.status).toBe('done');
    expect(await logs.read(logOf(job))).toEqual([]);
  });

  it('keeps the log of a student whose answers cost something, also where the teacher is free', async () => {
    const logs = new MemoryRunStore();
    const job = jobOf('llm2llm', { student: { id: 'in-context', model: 'fake' } });
    await runCell(job, { dataset, platform: withModel(new FakeLanguageModel()), logs }, never);
    expect(await logs.read(logOf(job))).not.toEqual([]);
  });

  it('takes an arm that cannot run here for a failed cell', async () => {
    const result = await runCell(jobOf('auggpt'), { dataset, platform: tinyPlatform() }, never);
    expect(result).toMatchObject({ status: 'failed', error: { code: 'needs-live-teacher' } });
  });

  it('throws what would meet the next cell too', async () => {
    const platform = {
      ...tinyPlatform(),
      languageModel: () => Promise.reject(new LabError('gpu-lost', 'The GPU has gone.', 'Load it again.')),
    };
    const job = jobOf('llm2llm', { teacher: WEBLLM });
    await expect(runCell(job, { dataset, platform }, never)).rejects.toMatchObject({ code: 'gpu-lost' });
  });

  it('throws when it is told to stop', async () => {
    await expect(
      runCell(jobOf('llm2llm'), { dataset, platform: tinyPlatform() }, AbortSignal.abort()),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('the rule of faults', () => {
  const fault = (code: string) => ({ code, message: '', remedy: '' });

  it.each([
    'teacher-key',
    'teacher-unreachable',
    'storage-full',
    'student-key',
    'unexpected',
    'other-config',
  ])('%s concerns the experiment', (code) => {
    expect(isCellFault(fault(code))).toBe(false);
  });

  it('knows faults of one cell, for good and for now', () => {
    expect(['needs-live-teacher', 'no-pack', 'no-pool'].every((code) => isPermanent(fault(code)))).toBe(true);
    expect([isCellFault(fault('no-language-model')), isPermanent(fault('no-language-model'))]).toEqual([
      true,
      false,
    ]);
  });
});
