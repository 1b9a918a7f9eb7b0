/**
 * Experiments killed at random moments, with everything in memory lost and the last line written cut anywhere: resumed,
 * they must give the same report to the byte, and pay for nothing twice. KILL_MOMENTS sets how many (`npm run chaos`).
 */
import { appendFile, mkdtemp, readFile, rm, stat, truncate } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FakeLanguageModel } from '../../test/support/fake-language-model.ts';
import { writer } from '../../test/support/prompted-run.ts';
import { tinySpec } from '../../test/support/tiny-experiment.ts';
import { tinyDataset, tinyPlatform } from '../../test/support/tiny-run.ts';
import { driveExperiment } from '../core/experiment/drive.ts';
import { planCells } from '../core/experiment/plan.ts';
import { reportData } from '../core/report/data.ts';
import { runCell } from '../core/experiment/run-cell.ts';
import type { ExperimentSpec } from '../core/experiment/spec.ts';
import { randomStream } from '../core/random.ts';
import { makeReport } from './experiment-report.ts';
import { ExperimentFolder } from './experiment-folder.ts';

const MOMENTS = Number(process.env['KILL_MOMENTS'] ?? 10);
const SEED = Number(process.env['KILL_SEED'] ?? 1);
const ARMS = ['llm2llm', 'one-shot', 'untargeted', 'seeds-repeated', 'seeds-only'];

const FREE = tinySpec({ arms: [...ARMS, 'auggpt'] });
/** Teacher and student are asked a model, whose every call is counted. */
const PAID = tinySpec(
  { arms: [...ARMS, 'auggpt', 'distillation'], draws: { count: 1 }, budget: { unit: 'calls' } },
  {
    teacher: { id: 'webllm', model: 'fake' },
    student: { id: 'in-context', model: 'fake' },
    filters: { labelCheck: 'teacher' },
    iterations: 1,
    data: { id: 'tiny', perClass: 2 },
  },
);

class Killed extends Error {}

/** One life of the process: it ends at the given write, half of it done, and nothing works after. */
class Life {
  readonly model = new FakeLanguageModel({ reply: writer() });
  /** Writes so far. */
  writes = 0;
  /** Calls whose outcome is on the disk. */
  kept = 0;
  readonly #folder: string;
  readonly #killAt: number;
  readonly #cut: number;

  /** @param cut share of the last write that reaches the disk */
  constructor(folder: string, killAt = Infinity, cut = 0) {
    this.#folder = folder;
    this.#killAt = killAt;
    this.#cut = cut;
  }

  async run(spec: ExperimentSpec): Promise<string> {
    const dataset = tinyDataset();
    const data = reportData(spec, dataset);
    const folder = new ExperimentFolder(this.#folder);
    await folder.open(spec, data);
    const logs = folder.logs();
    const platform = { ...tinyPlatform(), languageModel: () => Promise.resolve(this.model) };
    const setting = {
      dataset,
      platform,
      logs: {
        read: (id: string) => logs.read(id),
        append: (...args: Parameters<typeof logs.append>) =>
          this.#write(`logs/${args[0].slice('experiment/'.length).replaceAll('/', '_')}.log.jsonl`, () =>
            logs.append(...args),
          ),
      },
    };
    const results = await driveExperiment({
      id: 'killed',
      plan: planCells(spec, dataset),
      store: {
        results: () => folder.results(),
        putResult: (id, result) => this.#write('results.jsonl', () => folder.putResult(id, result)),
      },
      runCell: (job, signal) => runCell(job, setting, signal),
      concurrency: 1,
      signal: new AbortController().signal,
      clock: () => 0,
    });
    return makeReport(spec, data, results, 'again').files.json;
  }

  async #write(name: string, write: () => Promise<void>): Promise<void> {
    if (this.writes >= this.#killAt) throw new Killed();
    const path = join(this.#folder, name);
    const before = existsSync(path) ? (await stat(path)).size : 0;
    await write();
    this.writes += 1;
    if (this.writes < this.#killAt) {
      this.kept = this.model.calls;
      return;
    }
    const written = (await stat(path)).size - before;
    const kept = Math.floor(this.#cut * (written + 1));
    await truncate(path, before + kept);
    if (kept === written) this.kept = this.model.calls;
    throw new Killed();
  }
}

it.each([
  ['recorded replies', FREE],
  ['a teacher and a student that are paid', PAID],
])(
  `${MOMENTS} kills, %s: the same report, nothing paid twice`,
  { timeout: 60_000 + MOMENTS * 5000 },
  async (_, spec) => {
    const folders: string[] = [];
    const newFolder = async (): Promise<string> => {
      const folder = await mkdtemp(join(tmpdir(), 'lab-kill-'));
      folders.push(folder);
      return folder;
    };
    const undisturbed = new Life(await newFolder());
    const expected = await undisturbed.run(spec);
    expect(undisturbed.kept).toBe(undisturbed.model.calls);

    const random = randomStream(SEED, 'kills');
    for (let kills = 0; kills < MOMENTS;) {
      const folder = await newFolder();
      let calls = 0;
      let lost = 0;
      // Several kills an experiment; the last time it is let go to its end.
      for (let n = 0; n < 3 && kills < MOMENTS; n++) {
        const life = new Life(folder, 1 + random.below(undisturbed.writes), random.unit());
        const report = await life.run(spec).catch((error: unknown) => {
          if (!(error instanceof Killed)) throw error;
          return null;
        });
        calls += life.model.calls;
        lost += life.model.calls - life.kept;
        if (report !== null) break;
        kills += 1;
      }
      const last = new Life(folder);
      expect(await last.run(spec)).toBe(expected);
      expect(calls + last.model.calls).toBe(undisturbed.model.calls + lost);
      // At most what one write was for.
      expect(lost).toBeLessThanOrEqual(3);
    }
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
  },
);

it('counts what is paid', async () => {
  const life = new Life(await mkdtemp(join(tmpdir(), 'lab-kill-')));
  await life.run(PAID);
  expect(life.model.calls).toBeGreaterThan(30);
});

it('goes on behind a line of results that was cut', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lab-kill-'));
  const whole = await new Life(folder).run(FREE);
  const path = join(folder, 'results.jsonl');
  const lines = (await readFile(path, 'utf8')).split('\n');
  await truncate(path, 0);
  await appendFile(path, `${lines.slice(0, 4).join('\n')}\n${lines[4]?.slice(0, 30) ?? ''}`);
  expect(await new Life(folder).run(FREE)).toBe(whole);
  expect(await new Life(folder).run(FREE)).toBe(whole);
});
