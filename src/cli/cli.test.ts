import { appendFile, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runToEnd, tinyParts, tinyRun } from '../../test/support/tiny-run.ts';
import { driveRun } from '../core/loop/drive.ts';
import { ARM_IDS } from '../core/loop/arms.ts';
import { tasks } from '../core/tasks/registry.ts';
import { readCommand, USAGE } from './args.ts';
import { LogFile } from './log-file.ts';
import { outputOf, tableOf } from './output.ts';
import { vectorFolder } from './vector-folder.ts';

const FILES = ['--seeds', 'a/seeds.jsonl', '--test', 'test.jsonl'];
const BACKEND = ['--teacher', 'eda', '--student', 'backend:http://localhost:8040/v1#small'];

describe('readCommand', () => {
  it('fills in the defaults and takes all rows as seeds', () => {
    const command = readCommand([...FILES, '--teacher', 'recorded:pack.jsonl']);
    expect(command).toMatchObject({
      pack: 'pack.jsonl',
      resume: false,
      config: {
        data: { id: 'file:seeds.jsonl', perClass: null },
        student: { id: 'head', l2: 0.01 },
        arm: 'llm2llm',
        wrongSet: { rule: 'out-of-fold', folds: 5 },
        stops: { budget: null },
      },
    });
  });

  it('reads an API teacher, whose key is never an argument', () => {
    const command = readCommand([...FILES, '--teacher', 'api:http://localhost:8000/v1#my/model:latest']);
    expect(command?.config.teacher).toMatchObject({
      id: 'api',
      baseUrl: 'http://localhost:8000/v1',
      model: 'my/model:latest',
    });
  });

  it('reads caps, prices and who checks labels', () => {
    const api = ['--teacher', 'api:https://a.example/v1#m', '--price-input', '0.5', '--price-output', '2'];
    const caps = ['--max-teacher-tokens', '9000', '--max-cost', '1.5', '--label-check', 'teacher'];
    expect(readCommand([...FILES, ...api, ...caps])?.config).toMatchObject({
      teacher: { priceInput: 0.5, priceOutput: 2 },
      stops: { maxTokens: 9000, maxCost: 1.5 },
      filters: { labelCheck: 'teacher' },
    });
  });

  it('takes a budget and calls of 0', () => {
    const command = readCommand([...FILES, '--teacher', 'eda', '--budget', '0', '--max-calls', '0']);
    expect(command?.config.stops).toMatchObject({ budget: 0, maxCalls: 0 });
  });

  it.each([
    [['--test', 'x'], /--seeds is missing/u],
    [FILES, /--teacher is missing/u],
    [[...FILES, '--teacher', 'oracle'], /none of recorded/u],
    [[...FILES, '--teacher', 'eda', '--iterations', 'many'], /--iterations many is not a number/u],
    [[...FILES, '--teacher', 'eda', '--iterations', '0'], /iterations/u],
    [[...FILES, '--teacher', 'eda', '--wrong-set', 'guess'], /wrongSet\.rule/u],
    [[...FILES, '--teacher', 'eda', '--resume'], /--resume/u],
    [[...FILES, '--teacher', 'eda', '--price-input', '1'], /go with --teacher api/u],
    [[...FILES, '--teacher', 'eda', '--label-check', 'me'], /filters\.labelCheck/u],
    [[...FILES, '--teacher', 'eda', '--unknown'], /unknown/u],
    [[...FILES, '--teacher', 'eda', '--student', 'lama'], /none of encoder, api/u],
    [[...FILES, '--teacher', 'eda', '--shown', '3'], /--shown goes with --student api/u],
    [[...FILES, '--teacher', 'eda', '--student', 'api:https://a.example#m', '--l2', '1'], /--l2 goes with/u],
    [[...FILES, '--teacher', 'eda', '--percent', '101'], /data\.percent/u],
    [[...FILES, '--teacher', 'eda', '--lora-rank', '8'], /--lora-rank goes with --student backend/u],
    [[...FILES, ...BACKEND, '--l2', '1'], /--l2 goes with --student encoder only/u],
    [[...FILES, ...BACKEND, '--shown', '3'], /--shown goes with --student api/u],
    [[...FILES, ...BACKEND, '--provider', 'nobody'], /student\.provider/u],
  ])('refuses %j', (argv, message) => {
    expect(() => readCommand(argv)).toThrow(message);
  });

  it('asks no teacher of arms that have none, nor of one that brings its own', () => {
    expect(readCommand([...FILES, '--arm', 'seeds-only'])?.config.arm).toBe('seeds-only');
    expect(readCommand([...FILES, '--arm', 'eda'])?.config.teacher).toEqual({ id: 'eda', alpha: 0.1 });
  });

  it('makes an arm what it is, whatever else is said', () => {
    const command = readCommand([...FILES, '--arm', 'llm2llm-continue', '--teacher', 'eda']);
    expect(command?.config).toMatchObject({ arm: 'llm2llm-continue', weights: 'continue' });
  });

  it('reads an API student, its prompts, and how seeds are drawn', () => {
    const student = ['--student', 'api:http://localhost:8000/v1#a/b:c', '--task', 'gsm8k', '--shown', '2'];
    const more = ['--demonstrations', 'random', '--answer-tokens', '300', '--percent', '1.5'];
    expect(readCommand([...FILES, '--teacher', 'eda', ...student, ...more])?.config).toMatchObject({
      task: 'gsm8k',
      data: { perClass: null, count: null, percent: 1.5 },
      student: {
        id: 'api',
        baseUrl: 'http://localhost:8000/v1',
        model: 'a/b:c',
        demonstrations: 'random',
        shown: 2,
        maxTokens: 300,
      },
    });
    expect(readCommand([...FILES, '--teacher', 'eda', '--count', '40'])?.config.data.count).toBe(40);
  });

  it('reads a student of a backend; what is not said is the server’s choice, and wrong is asked in sample', () => {
    const { student, wrongSet } = readCommand([...FILES, ...BACKEND])?.config ?? {};
    expect(student).toMatchObject({
      id: 'backend',
      baseUrl: 'http://localhost:8040/v1',
      model: 'small',
      provider: 'llm2llm',
      training: {
        method: 'lora',
        epochs: null,
        batchSize: null,
        rateMultiplier: null,
        rank: null,
        alpha: null,
      },
      answers: 'scored',
    });
    expect(wrongSet?.rule).toBe('in-sample');
    const more = ['--tuning', 'full', '--epochs', '5', '--batch-size', '4', '--rate-multiplier', '0.5'];
    const lora = ['--lora-rank', '8', '--lora-alpha', '16', '--answers', 'written', '--provider', 'together'];
    const said = readCommand([...FILES, ...BACKEND, ...more, ...lora, '--wrong-set', 'out-of-fold'])?.config;
    expect(said?.student).toMatchObject({
      provider: 'together',
      training: { method: 'full', epochs: 5, batchSize: 4, rateMultiplier: 0.5, rank: 8, alpha: 16 },
      answers: 'written',
    });
    expect(said?.wrongSet.rule).toBe('out-of-fold');
  });

  it('says in its help what there is', () => {
    expect(readCommand(['--help'])).toBeNull();
    for (const id of [...ARM_IDS, ...tasks.ids]) expect(USAGE).toContain(id);
    expect(Math.max(...USAGE.split('\n').map((line) => line.length))).toBeLessThan(140);
  });
});

describe('LogFile', () => {
  it('drops a batch that a kill cut in the middle, and goes on to the same log', async () => {
    const whole = await tinyRun();
    const path = join(await mkdtemp(join(tmpdir(), 'lab-')), 'log.jsonl');
    await driveTo(path);
    const text = await readFile(path, 'utf8');
    const lines = text.split('\n');
    for (const keep of [1, 3, 17, 40, lines.length - 3]) {
      const kept = lines.slice(0, keep).join('\n');
      await writeFile(path, `${kept}\n${(lines[keep] ?? '').slice(0, 9)}`);
      await driveTo(path);
      expect(await readFile(path, 'utf8')).toBe(text);
      expect(await new LogFile(path).read()).toEqual(whole.log);
    }
  });

  it('names the line that is not JSON', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'lab-')), 'log.jsonl');
    await driveTo(path);
    const lines = (await readFile(path, 'utf8')).split('\n');
    lines[4] = '{"type":';
    await writeFile(path, lines.join('\n'));
    await expect(new LogFile(path).read()).rejects.toMatchObject({ code: 'bad-log', message: /Line 5/u });
  });
});

async function driveTo(path: string): Promise<void> {
  const parts = await tinyParts();
  await driveRun({ id: 'run', parts, store: new LogFile(path), signal: new AbortController().signal });
}

describe('the output', () => {
  it('has the documented form', async () => {
    const { state } = await tinyRun({ iterations: 2 });
    const output = outputOf(state);
    expect(Object.keys(output)).toEqual(['config', 'iterations', 'final']);
    expect(output.iterations).toHaveLength(2);
    expect(output.iterations[0]).toMatchObject({ iteration: 0, trainSize: 12, rejected: {} });
    expect(output.final.interval[0]).toBeLessThanOrEqual(output.final.testAccuracy);
    expect(output.final.n).toBe(10);
    expect(output.final.usage).toMatchObject({ calls: output.final.teacherCalls, exact: true, cost: null });
    expect(tableOf(state)).toMatch(/final: test .* %/u);
  });

  it('is for finished runs only', async () => {
    const parts = await tinyParts();
    const { state } = await runToEnd(parts);
    state.finish = null;
    expect(() => outputOf(state)).toThrow();
  });
});

describe('vectorFolder', () => {
  it('keeps vectors to the bit, and survives a cut line', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lab-'));
    const vector = Float32Array.of(0.1, -2e-7, 3);
    const cache = vectorFolder(folder);
    expect(await cache.get('toy', ['a text'])).toEqual([undefined]);
    await cache.put('toy', [['a text', vector]]);
    // The next run of the same process finds it, too.
    expect(await cache.get('toy', ['a text'])).toEqual([vector]);
    await appendFile(join(folder, 'toy.jsonl'), '{"text":"cut","vec');
    const [found, missing] = await vectorFolder(folder).get('toy', ['a text', 'cut']);
    expect(found).toEqual(vector);
    expect(missing).toBeUndefined();
  });
});
