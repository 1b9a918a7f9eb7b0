import { expect, it } from 'vitest';
import { parseExamples, parsePack } from '../../core/datasets/jsonl.ts';
import { experimentFile, commandOf, ownFiles, slugOf } from './downloads.ts';
import { fakeData, fakeSpec } from './fake-experiments.ts';

it('writes an experiment as the command line reads it', () => {
  const spec = fakeSpec({ name: 'Two draws, "small" / Größe' });
  const file = experimentFile(spec, fakeData);
  expect(file.name).toBe('two-draws-small-gro-e.json');
  expect(commandOf(spec)).toBe(`npm run experiment -- ${file.name}`);
  const { base, v: _version, ...axes } = spec;
  const { data, ...config } = base;
  const { id, hash: _hash, ...drawn } = data;
  expect(JSON.parse(file.text)).toEqual({ ...axes, data: id, config: { ...config, data: drawn } });
});

it('names the files of a person’s own data, and gives them', () => {
  const pack = [{ seed: 's-a1', k: 0, text: 'again', label: 'a' }];
  const own = { ...fakeData, id: 'file:mine.csv', pack };
  const spec = fakeSpec({ base: { data: { id: own.id } } });
  const files = ownFiles(spec, own);
  expect(JSON.parse(experimentFile(spec, own).text)).toMatchObject({
    data: { ...Object.fromEntries(files.map(({ part, name }) => [part, name])), task: 'classification' },
  });
  const text = (part: string) => files.find((file) => file.part === part)?.text ?? '';
  expect(parseExamples(text('seeds'), { prefix: 'x' })).toEqual(own.seeds);
  expect(parseExamples(text('test'), { prefix: 'x' })).toEqual(own.test);
  expect(parsePack(text('pack'))).toEqual(pack);
  expect(ownFiles(fakeSpec(), fakeData)).toEqual([]);
});

it('makes a file name of any name', () => {
  expect([slugOf('LLM2LLM: 3 arms'), slugOf('〒'), slugOf('a'.repeat(80)).length]).toEqual([
    'llm2llm-3-arms',
    'experiment',
    60,
  ]);
});
