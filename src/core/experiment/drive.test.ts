import { describe, expect, it } from 'vitest';
import { MemoryResults, runTiny, tinySpec } from '../../../test/support/tiny-experiment.ts';
import { tinyDataset, tinyPlatform } from '../../../test/support/tiny-run.ts';
import { LabError } from '../errors.ts';
import type { CellResult } from './cell.ts';
import { driveExperiment } from './drive.ts';
import { planCells } from './plan.ts';
import type { Progress } from './progress.ts';
import { Pace } from './progress.ts';
import { runCell } from './run-cell.ts';
import type { CellJob } from './schedule.ts';

const setting = { dataset: tinyDataset(), platform: tinyPlatform() };
const signal = new AbortController().signal;
const text = (results: readonly CellResult[]): string => JSON.stringify(results);

describe('driveExperiment', () => {
  it('gives every arm what llm2llm accepted, and the results in the order of the plan', async () => {
    const spec = tinySpec();
    const results = await runTiny(spec);
    expect(results.map(({ cell }) => cell.key)).toEqual(
      planCells(spec, tinyDataset()).map(({ cell }) => cell.key),
    );
    const accepted = results.map((result) => (result.status === 'done' ? result.accepted : null));
    expect(accepted[0]).toBeGreaterThan(0);
    expect(accepted.slice(2, 6)).toEqual([...accepted.slice(0, 2), ...accepted.slice(0, 2)]);
    expect(accepted.slice(6)).toEqual([0, 0]);
  });

  it('comes to the same with several cells at once', async () => {
    expect(text(await runTiny(tinySpec(), { concurrency: 3 }))).toBe(text(await runTiny(tinySpec())));
  });

  it('runs what is shared once', async () => {
    const run: string[] = [];
    await runTiny(
      tinySpec({ arms: ['llm2llm', 'untargeted', 'eda', 'seeds-only'] }, { teacher: { id: 'eda' } }),
      {
        run: (job) => {
          run.push(job.cell.arm);
          return runCell(job, setting, signal);
        },
      },
    );
    expect(run).toEqual(['llm2llm', 'untargeted', 'llm2llm', 'untargeted']);
  });

  it('never has more cells under way than asked for, and stores a result before it tells it', async () => {
    const store = new MemoryResults();
    let running = 0;
    let most = 0;
    const told: number[] = [];
    await runTiny(tinySpec({ draws: { count: 3 } }), {
      store,
      concurrency: 2,
      run: async (job) => {
        running += 1;
        most = Math.max(most, running);
        const result = await runCell(job, setting, signal);
        running -= 1;
        return result;
      },
      onResult: (result) => told.push(store.lines.indexOf(JSON.stringify(result))),
    });
    expect(most).toBe(2);
    expect(told).toHaveLength(12);
    expect(told).not.toContain(-1);
  });

  it('stops at a fault that concerns them all, with the cells under way told to stop, and goes on from there', async () => {
    const store = new MemoryResults();
    const aborted: string[] = [];
    const run = (job: CellJob, cellSignal: AbortSignal): Promise<CellResult> => {
      if (job.cell.key.startsWith('untargeted/draw-1')) {
        return Promise.reject(new LabError('teacher-key', 'Refused.', 'Mend the key.'));
      }
      if (job.cell.draw === 1) return runCell(job, setting, cellSignal);
      return new Promise((_, reject) => {
        cellSignal.addEventListener('abort', () => {
          aborted.push(job.cell.key);
          reject(cellSignal.reason as Error);
        });
      });
    };
    const stopped = runTiny(tinySpec(), { store, concurrency: 2, run });
    await expect(stopped).rejects.toMatchObject({ code: 'teacher-key' });
    expect(aborted).toEqual(['llm2llm/draw-2/size-base/seed-1/teacher-0']);
    const before = store.lines.length;
    expect(before).toBeGreaterThan(0);
    expect(text(await runTiny(tinySpec(), { store }))).toBe(text(await runTiny(tinySpec())));
    expect(store.lines).toHaveLength(8);
  });

  it('tells how far it is, and that it is stopping', async () => {
    const stop = new AbortController();
    const seen: Progress[] = [];
    let now = 0;
    const spec = tinySpec();
    const driven = driveExperiment({
      id: 'tiny',
      plan: planCells(spec, setting.dataset),
      store: new MemoryResults(),
      concurrency: 1,
      signal: stop.signal,
      clock: () => now,
      runCell: async (job, cellSignal) => {
        now += 4000;
        return runCell(job, setting, cellSignal);
      },
      listener: {
        progress: (progress) => seen.push(progress),
        result: ({ cell }) => {
          if (cell.arm === 'untargeted') stop.abort();
        },
      },
    });
    await expect(driven).rejects.toMatchObject({ name: 'AbortError' });
    expect(seen[0]).toMatchObject({ state: 'running', cells: 8, done: 0, secondsLeft: null });
    // After one cell of 4 seconds, five are left to be computed.
    expect(seen.find(({ done }) => done === 1)?.secondsLeft).toBe(20);
    expect(seen.map(({ state }) => state)).toContain('stopping');
    expect(seen.at(-1)).toMatchObject({ state: 'idle', done: 2, running: [], error: null });
  });
});

describe('Pace', () => {
  it('takes an arm at its own median, another at that of all', () => {
    const pace = new Pace();
    const left = [
      { arm: 'a', spent: 0 },
      { arm: 'b', spent: 0 },
    ];
    expect(pace.secondsLeft(left, 1)).toBeNull();
    pace.record('a', 2);
    pace.record('a', 4);
    pace.record('c', 900);
    expect(pace.secondsLeft(left, 1)).toBe(2 + 4);
    expect(pace.secondsLeft(left, 2)).toBe(3);
    expect(pace.secondsLeft([{ arm: 'a', spent: 1 }], 2)).toBe(1);
    expect(pace.secondsLeft([{ arm: 'a', spent: 99 }], 1)).toBe(0);
    expect(pace.secondsLeft([], 1)).toBe(0);
  });
});
