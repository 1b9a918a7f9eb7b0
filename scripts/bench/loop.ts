/** What the loop itself costs: wall time of a headless demo run outside student, teacher and fit. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nodePlatform } from '../../src/cli/platform.ts';
import { parseConfig } from '../../src/core/config/schema.ts';
import { bundledSource } from '../../src/core/datasets/bundled.ts';
import { noCache } from '../../src/core/encoders/cached.ts';
import { assembleRun } from '../../src/core/loop/assemble.ts';
import { driveRun } from '../../src/core/loop/drive.ts';
import type { RunParts } from '../../src/core/loop/runner.ts';
import { MemoryRunStore } from '../../src/core/storage/memory.ts';

export async function benchLoop(): Promise<void> {
  const signal = new AbortController().signal;
  const read = (path: string): Promise<string> =>
    readFile(join(import.meta.dirname, '../../public', path), 'utf8');
  const dataset = await bundledSource('film-reviews', read).load(signal);
  const config = parseConfig({ data: { id: dataset.id } });
  const spent = { student: 0, fit: 0, teacher: 0 };
  const began = performance.now();
  // A cold cache: every text is encoded in this run.
  const parts = await assembleRun(config, dataset, { ...nodePlatform(), vectors: noCache });
  await driveRun({ id: 'bench', parts: timed(parts, spent), store: new MemoryRunStore(), signal });
  const wall = performance.now() - began;
  const outside = wall - spent.student - spent.fit - spent.teacher;
  console.log(
    `Headless demo run, cold encoder cache: ${(wall / 1000).toFixed(1)} s; ` +
      `student ${share(spent.student, wall)}, fits ${share(spent.fit, wall)}, teacher ${share(spent.teacher, wall)}, ` +
      `everything else ${share(outside, wall)} (${outside.toFixed(0)} ms)`,
  );
}

function timed(parts: RunParts, spent: { student: number; fit: number; teacher: number }): RunParts {
  const time = async <T>(what: keyof typeof spent, work: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    try {
      return await work();
    } finally {
      spent[what] += performance.now() - began;
    }
  };
  const { student, trainer, teacher } = parts;
  return {
    ...parts,
    student: {
      ...student,
      load: async (...of) => {
        const predictor = await time('student', () => student.load(...of));
        return { predict: (...args) => time('student', () => predictor.predict(...args)) };
      },
    },
    trainer: { ...trainer, fit: (...args) => time('fit', () => trainer.fit(...args)) },
    teacher: teacher && { ...teacher, ask: (...args) => time('teacher', () => teacher.ask(...args)) },
  };
}

function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}
