import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { BUNDLED_IDS, bundledSource, type ReadText } from './bundled.ts';
import { sameTextKey } from './overlap.ts';
import { containing, rejected } from '../../../test/support/caught.ts';

const PUBLIC = new URL('../../../public/', import.meta.url);
const readText: ReadText = (path) => readFile(new URL(path, PUBLIC), 'utf8');
const signal = new AbortController().signal;

describe('the sample sets', () => {
  it('are byte for byte those that were frozen', async () => {
    const sums = (await readText('samples/SHA256SUMS', signal))
      .trim()
      .split('\n')
      .map((line) => line.split(/\s+/u));
    for (const [sum, file] of sums) {
      const bytes = await readFile(new URL(`samples/${file ?? ''}`, PUBLIC));
      expect(createHash('sha256').update(bytes).digest('hex'), file).toBe(sum);
    }
    const rows = BUNDLED_IDS.flatMap((id) =>
      ['seeds', 'teacher', 'test'].map((part) => `${id}/${part}.jsonl`),
    );
    expect(sums.map(([, file]) => file).sort()).toEqual(rows.sort());
    const folders = await readdir(new URL('samples/', PUBLIC), { withFileTypes: true });
    expect(
      folders
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .sort(),
    ).toEqual([...BUNDLED_IDS].sort());
  });

  it.each(BUNDLED_IDS)('%s has the promised counts, known labels and no text twice', async (id) => {
    const set = await bundledSource(id, readText).load(signal);
    const pack = set.pack ?? [];
    for (const label of set.labels) {
      expect(set.seeds.filter((seed) => seed.label === label).length).toBeGreaterThanOrEqual(20);
      expect(set.test.some((row) => row.label === label)).toBe(true);
    }
    expect(set.test).toHaveLength(240);
    for (const seed of set.seeds) {
      const replies = pack.filter((reply) => reply.seed === seed.id);
      expect(replies.map((reply) => reply.k)).toEqual([0, 1, 2, 3, 4, 5]);
      expect(new Set(replies.map((reply) => reply.label))).toEqual(new Set([seed.label]));
    }
    expect(pack).toHaveLength(set.seeds.length * 6);
    const texts = [...set.seeds, ...set.test, ...pack].map((row) => sameTextKey(row.text));
    expect(new Set(texts).size).toBe(texts.length);
    expect(set.about).toContain(`${set.seeds.length} seeds, ${set.test.length} test`);
  });
});

describe('bundledSource', () => {
  it('reports progress to the end', async () => {
    const seen: number[] = [];
    await bundledSource('film-reviews', readText).load(signal, ({ done, total }) => {
      expect(total).toBe(4);
      seen.push(done);
    });
    expect(seen).toEqual([0, 1, 2, 3, 4]);
  });

  it('names the file that cannot be read', async () => {
    const broken: ReadText = (path) =>
      path.endsWith('test.jsonl') ? Promise.reject(new Error('404')) : readText(path, signal);
    const load = bundledSource('film-reviews', broken).load(signal);
    expect(await rejected(load)).toMatchObject({
      code: 'sample-unreadable',
      message: containing('samples/film-reviews/test.jsonl'),
    });
    const page: ReadText = () => Promise.resolve('<!doctype html>');
    await expect(bundledSource('film-reviews', page).load(signal)).rejects.toMatchObject({
      code: 'sample-unreadable',
    });
  });

  it('stops with AbortError, whatever the reason given', async () => {
    const load = bundledSource('film-reviews', readText).load(AbortSignal.abort('enough'));
    await expect(load).rejects.toMatchObject({ name: 'AbortError' });
  });
});
