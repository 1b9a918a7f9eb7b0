import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { containing, matching } from '../../test/support/caught.ts';
import { runTiny, tinySpec } from '../../test/support/tiny-experiment.ts';
import { tinyDataset } from '../../test/support/tiny-run.ts';
import { parseConfig } from '../core/config/schema.ts';
import { planCells } from '../core/experiment/plan.ts';
import { reportData } from '../core/report/data.ts';
import { readExperimentCommand, USAGE } from './experiment-args.ts';
import { readExperimentFile } from './experiment-file.ts';
import { ExperimentFolder } from './experiment-folder.ts';
import { keysOf } from './experiment-keys.ts';
import { makeReport, tablesText } from './experiment-report.ts';
import { factsText, progressLine, resultLine } from './experiment-text.ts';

const signal = new AbortController().signal;
const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'lab-'));
const example = (name: string): string => join(import.meta.dirname, '../../examples', name);

describe('readExperimentCommand', () => {
  it('puts results beside the file, or where it is told', () => {
    expect(readExperimentCommand(['a/film.json'])).toEqual({
      experiments: [{ file: 'a/film.json', folder: 'a/film' }],
      plan: false,
      jobs: 1,
    });
    expect(readExperimentCommand(['a/film.json', '--out', 'o', '--plan', '--jobs', '3'])).toMatchObject({
      experiments: [{ folder: 'o' }],
      plan: true,
      jobs: 3,
    });
    const both = readExperimentCommand(['a/film.json', 'b.json', '--out', 'o']);
    expect(both?.experiments.map(({ folder }) => folder)).toEqual(['o/film', 'o/b']);
    expect(readExperimentCommand(['plan'])?.experiments[0]?.folder).toBe('plan.results');
  });

  it.each([
    [[], /No file/u],
    [['a.json', '--jobs', '0'], /--jobs 0 is not a whole number/u],
    [['a.json', '--jobs', 'many'], /--jobs many/u],
    [['a/x.json', 'b/x.json', '--out', 'o'], /written to o\/x/u],
    [['a.json', '--resume'], /resume/u],
  ])('refuses %j', (argv, message) => {
    expect(() => readExperimentCommand(argv)).toThrow(message);
  });

  it('names an example that is there when help is asked for', async () => {
    expect(readExperimentCommand(['--help'])).toBeNull();
    const named = /examples\/([\w-]+\.json)/u.exec(USAGE)?.[1] ?? '';
    expect(await readFile(example(named), 'utf8')).toContain('"arms"');
  });
});

describe('readExperimentFile', () => {
  it.each(['film-reviews.json', 'question-types.json'])('plans the example %s', async (name) => {
    const { spec, dataset } = await readExperimentFile(example(name), signal);
    expect(spec.base.data).toMatchObject({ id: dataset.id, hash: dataset.hash });
    expect(planCells(spec, dataset).length).toBeGreaterThan(20);
  });

  it('takes files relative to its own place, and their task', async () => {
    const folder = await newFolder();
    await mkdir(join(folder, 'data'));
    const rows = (salt: string): string =>
      ['good', 'bad', 'good', 'bad']
        .map((label, i) => JSON.stringify({ text: `${salt} ${i}`, label }))
        .join('\n');
    await writeFile(join(folder, 'data/seeds.jsonl'), rows('seed'));
    await writeFile(join(folder, 'data/test.jsonl'), rows('test'));
    const file = join(folder, 'mine.json');
    const data = { seeds: 'data/seeds.jsonl', test: 'data/test.jsonl' };
    await writeFile(
      file,
      JSON.stringify({ data, config: { data: { perClass: 2 } }, arms: ['llm2llm'], draws: {} }),
    );
    const { spec, dataset } = await readExperimentFile(file, signal);
    expect(dataset.seeds).toHaveLength(4);
    expect(spec).toMatchObject({
      name: 'file:seeds.jsonl',
      base: { data: { perClass: 2 } },
      draws: { count: 10 },
    });
  });

  it.each([
    ['not json', /is not JSON/u],
    ['{"arms": ["llm2llm"]}', /"data"/u],
    ['{"data": "film-reviews", "arm": "llm2llm"}', /says "arm"/u],
    ['{"data": {"seeds": "a", "test": "b", "pak": "c"}}', /"data/u],
    ['{"data": "film-reviews", "arms": ["llm2llm"], "config": {"iteration": 3}}', /says "iteration"/u],
    ['{"data": "film-reviews", "arms": ["llm2llm"], "config": {"student": {"L2": 1}}}', /"student\.L2"/u],
    ['{"data": "film-reviews", "arms": ["llm2llm"], "sizes": {"value": [5]}}', /"sizes\.value"/u],
  ])('refuses %s', async (text, message) => {
    const file = join(await newFolder(), 'wrong.json');
    await writeFile(file, text);
    const error = { code: 'bad-experiment', message: matching(message) };
    await expect(readExperimentFile(file, signal)).rejects.toMatchObject(error);
  });

  it('names a setting that cannot be, and a file that is not there', async () => {
    const file = join(await newFolder(), 'wrong.json');
    await writeFile(file, '{"data": "film-reviews", "arms": [], "config": {}}');
    await expect(readExperimentFile(file, signal)).rejects.toMatchObject({ message: containing('"arms"') });
    await expect(readExperimentFile('nowhere.json', signal)).rejects.toMatchObject({ code: 'no-file' });
  });
});

describe('ExperimentFolder', () => {
  const spec = tinySpec();
  const data = reportData(spec, tinyDataset());

  it('goes on with its own experiment, and refuses another by what differs', async () => {
    const path = await newFolder();
    await new ExperimentFolder(path).open(spec, data);
    await new ExperimentFolder(path).open(spec, data);
    const others = [
      [tinySpec({ draws: { count: 3 }, name: 'tiny' }), data, 'other-experiment', 'draws'],
      [spec, { ...data, hash: 'e'.repeat(64) }, 'other-data', 'on other data'],
    ] as const;
    for (const [otherSpec, otherData, code, message] of others) {
      await expect(new ExperimentFolder(path).open(otherSpec, otherData)).rejects.toMatchObject({
        code,
        message: containing(message),
      });
    }
  });

  it('does not mix results of nobody knows what with new ones', async () => {
    const path = await newFolder();
    await writeFile(join(path, 'results.jsonl'), '');
    await expect(new ExperimentFolder(path).open(spec, data)).rejects.toMatchObject({
      code: 'other-experiment',
    });
  });

  it('says where it cannot write', async () => {
    const path = join(await newFolder(), 'file');
    await writeFile(path, '');
    await expect(new ExperimentFolder(path).open(spec, data)).rejects.toMatchObject({ code: 'cannot-write' });
  });

  it('keeps the last result of a cell', async () => {
    const path = await newFolder();
    const store = new ExperimentFolder(path);
    const [first] = await runTiny(spec, { store });
    if (!first) throw new Error('no result');
    const { cell } = first;
    await store.putResult('', { status: 'failed', cell, error: { code: 'x', message: 'm', remedy: 'r' } });
    const results = await new ExperimentFolder(path).results();
    expect(results.size).toBe(8);
    expect(results.get(cell.key)?.status).toBe('failed');
  });
});

describe('keysOf', () => {
  const environment = { LLM2LLM_API_KEY: 'one', LLM2LLM_API_KEY_2: 'two', LLM2LLM_STUDENT_API_KEY: 'own' };
  const api = (baseUrl: string) => ({ id: 'api', baseUrl, model: 'm' }) as const;
  const { teacher } = parseConfig({ data: { id: 'x' }, teacher: api('https://a.example/v1') });

  it('sends each key to its own address, and none to another', () => {
    const spec = tinySpec({
      teachers: [api('https://a.example/v1'), { id: 'eda' }, api('https://b.example/v1')],
    });
    const keyFor = keysOf(spec, environment);
    expect(keyFor('https://a.example/v1', 'teacher')).toBe('one');
    expect(keyFor('https://b.example/v1', 'teacher')).toBe('two');
    expect(keyFor('https://c.example/v1', 'teacher')).toBeUndefined();
    expect(keyFor('https://c.example/v1', 'student')).toBe('own');
  });

  it('takes the one teacher where no others are named', () => {
    const keyFor = keysOf(tinySpec({}, { teacher }), environment);
    expect(keyFor('https://a.example/v1', 'teacher')).toBe('one');
  });
});

describe('what is said', () => {
  it('of a plan', () => {
    const facts = {
      cells: 8,
      computed: 6,
      impossible: [{ arm: 'auggpt', error: { code: 'x', message: 'It needs more.', remedy: '' } }],
      seeds: [8, 8] as const,
      test: 10,
      fits: 54,
      calls: 12,
      cost: null,
    };
    const text = factsText(tinySpec(), facts);
    expect(text).toContain('8 cells, of which 6 are computed');
    expect(text).toContain('at most 12');
    expect(text).toContain('not known');
    expect(text).toContain('auggpt cannot run here: It needs more.');
    expect(factsText(tinySpec(), { ...facts, cost: 1.5, seeds: [4, 8] })).toMatch(
      /4 to 8[\s\S]*at most 1\.50/u,
    );
  });

  it('of progress and results, and of the arms at the end', async () => {
    const progress = { state: 'running', cells: 8, done: 2, failed: 1, running: [], error: null } as const;
    expect(progressLine({ ...progress, secondsLeft: 600 })).toBe('[3 of 8, 10 min left]');
    expect(progressLine({ ...progress, secondsLeft: null })).toBe('[3 of 8]');
    const spec = tinySpec({ arms: ['llm2llm', 'auggpt', 'seeds-only'] });
    const results = await runTiny(spec);
    const said = results.map(resultLine);
    expect(said[0]).toMatch(/^llm2llm\/draw-1.*: test \d+\.\d %, \d+ examples$/u);
    expect(said[2]).toMatch(/^auggpt\/draw-1.*: failed: /u);
    const report = makeReport(spec, reportData(spec, tinyDataset()), results, 'again');
    const table = tablesText(report.document).split('\n');
    expect(table[1]).toMatch(/^Arm +Test accuracy/u);
    expect(table.slice(2, 5).map((line) => line.split(/ {2,}/u)[0])).toHaveLength(3);
    expect(report.files.csv.split('\n').length).toBeGreaterThan(6);
  });
});
