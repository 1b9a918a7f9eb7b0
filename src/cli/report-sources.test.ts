import { appendFile, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runTiny, tinySpec } from '../../test/support/tiny-experiment.ts';
import { runToEnd, tinyDataset, tinyParts, type TinyConfig } from '../../test/support/tiny-run.ts';
import { makeDataset } from '../core/datasets/dataset.ts';
import { driveRun } from '../core/loop/drive.ts';
import { buildReport } from '../core/report/build.ts';
import { reportData } from '../core/report/data.ts';
import { gatherRuns } from '../core/report/gather.ts';
import { formatRunFile } from '../core/storage/run-file.ts';
import { ExperimentFolder } from './experiment-folder.ts';
import { LogFile } from './log-file.ts';
import { piecesOf, readSource } from './report-sources.ts';

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'lab-'));

async function logOf(folder: string, config: TinyConfig): Promise<string> {
  const path = join(folder, `${config.arm ?? 'run'}.log.jsonl`);
  const parts = await tinyParts(config);
  await driveRun({ id: 'run', parts, store: new LogFile(path), signal: new AbortController().signal });
  return path;
}

describe('what a report is made of', () => {
  it('is the log of a run, read without changing it', async () => {
    const path = await logOf(await newFolder(), { arm: 'llm2llm' });
    await appendFile(path, '{"type":"cut');
    const before = await readFile(path, 'utf8');
    const source = await readSource(path);
    expect(source).toMatchObject({
      kind: 'run',
      piece: {
        name: path,
        result: { status: 'done', test: { n: 10 } },
        data: { labels: ['bad', 'good'], gold: null },
      },
    });
    expect(await readFile(path, 'utf8')).toBe(before);
  });

  it('is a run that the page exported, with its data', async () => {
    const dataset = await makeDataset(tinyDataset());
    const parts = await tinyParts({}, dataset);
    const { log } = await runToEnd(parts);
    const summary = { status: 'finished', iteration: 3, trainSize: 12, testAccuracy: 0.5 } as const;
    const { config } = parts;
    const dataHash = dataset.hash;
    const record = { id: 'r', name: 'A run', createdAt: 1, updatedAt: 2, config, dataHash, summary };
    const path = join(await newFolder(), 'a.llm2llm.json');
    await writeFile(path, await formatRunFile(record, dataset, log));
    const source = await readSource(path);
    expect(source).toMatchObject({ kind: 'run', piece: { data: { pool: 12, test: 10, title: 'Tiny' } } });
  });

  it('is the folder of an experiment; several put together count shared arms once', async () => {
    const dataset = tinyDataset();
    const folders = [];
    for (const arms of [
      ['llm2llm', 'seeds-only'],
      ['llm2llm', 'untargeted'],
    ]) {
      const spec = tinySpec({ arms });
      const folder = await newFolder();
      const store = new ExperimentFolder(folder);
      await store.open(spec, reportData(spec, dataset));
      await runTiny(spec, { store, dataset });
      folders.push(folder);
    }
    const sources = [];
    for (const folder of folders) sources.push(await readSource(folder));
    expect(sources.map(({ kind }) => kind)).toEqual(['experiment', 'experiment']);
    const { spec, results } = gatherRuns(sources.flatMap(piecesOf));
    expect(spec.arms).toEqual(['llm2llm', 'untargeted', 'seeds-only']);
    expect(results).toHaveLength(6);
  });

  it('makes one report of runs that go together', async () => {
    const folder = await newFolder();
    const sources = [];
    for (const arm of ['llm2llm', 'untargeted', 'seeds-only']) {
      sources.push(await readSource(await logOf(folder, { arm })));
    }
    const gathered = gatherRuns(sources.flatMap(piecesOf));
    const reproduce = { link: null, command: '' };
    const report = buildReport({ ...gathered, teachers: ['recorded replies'], reproduce });
    expect(report.comparisons.map(({ against, test }) => [against, test])).toEqual([
      ['untargeted', 'mcnemar'],
      ['seeds-only', 'mcnemar'],
    ]);
  });

  it('is refused by name where it is none', async () => {
    const folder = await newFolder();
    const path = await logOf(folder, { arm: 'llm2llm' });
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(join(folder, 'half'), `${lines.slice(0, 1).join('\n')}\n`);
    await writeFile(join(folder, 'bad'), `${lines[0] ?? ''}\n{"type":"odd"}\n`);
    await writeFile(join(folder, 'other'), '{"hello": 1}');
    await expect(readSource(join(folder, 'half'))).rejects.toMatchObject({ code: 'unfinished-run' });
    await expect(readSource(join(folder, 'bad'))).rejects.toMatchObject({ code: 'bad-log' });
    await expect(readSource(join(folder, 'other'))).rejects.toMatchObject({ code: 'not-a-run' });
    await expect(readSource(join(folder, 'none'))).rejects.toMatchObject({ code: 'no-file' });
    await expect(readSource(folder)).rejects.toMatchObject({ code: 'no-experiment' });
  });
});
