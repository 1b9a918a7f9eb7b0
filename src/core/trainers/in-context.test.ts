import { describe, expect, it } from 'vitest';
import type { DemonstrationRule } from '../config/schema.ts';
import type { Example } from '../example.ts';
import type { Json } from '../json.ts';
import { poolFromArtifact } from '../students/in-context/artifact.ts';
import { inContextTrainer } from './in-context.ts';

const { signal } = new AbortController();
const examples: Example[] = Array.from({ length: 20 }, (_, i) => ({
  id: `s-${i}`,
  text: `text number ${i}`,
  label: i % 2 === 0 ? 'a' : 'b',
}));
const byId = (all: readonly Example[]) => new Map(all.map((example) => [example.id, example]));

async function artifactOf(demonstrations: DemonstrationRule, randomSeed = 1, of = examples): Promise<Json> {
  const request = {
    examples: of,
    labels: ['a', 'b'],
    randomSeed,
    from: null,
    of: { run: 'r', iteration: 0, fold: null },
  };
  const { artifact, steps, loss } = await inContextTrainer({ id: 'in-context', demonstrations }).fit(
    request,
    signal,
  );
  expect([steps, loss]).toEqual([0, null]);
  return artifact;
}

const poolOf = async (...args: Parameters<typeof artifactOf>): Promise<string[]> =>
  poolFromArtifact(await artifactOf(...args), byId(examples)).pool.map(({ id }) => id);

describe('the in-context trainer', () => {
  const ids = examples.map(({ id }) => id);

  it('names the training set in its order and holds none of its texts', async () => {
    expect(await artifactOf('bm25')).toEqual({ kind: 'in-context', rule: 'bm25', pool: ids });
    expect(JSON.stringify(await artifactOf('encoder'))).not.toContain('text number');
  });

  it('draws the order of random demonstrations from the seed of the fit', async () => {
    const one = await poolOf('random', 1);
    expect(one).not.toEqual(ids);
    expect([...one].sort()).toEqual([...ids].sort());
    expect(await poolOf('random', 1)).toEqual(one);
    expect(await poolOf('random', 2)).not.toEqual(one);
  });

  it('needs no pool where none is shown', async () => {
    expect(await poolOf('none')).toEqual([]);
  });

  it('keeps the first of examples with the same words', async () => {
    const copies = examples.map(({ id, text, label }) => ({
      id: `${id}+0`,
      text: `${text.toUpperCase()}.`,
      label,
    }));
    const signs = ['?!', ':-)', ':-('].map((text, i) => ({ id: `sign-${i}`, text, label: 'a' }));
    const artifact = await artifactOf('bm25', 1, [...examples, ...signs, ...copies]);
    expect(artifact).toMatchObject({ pool: [...ids, 'sign-0', 'sign-1', 'sign-2'] });
  });
});

describe('a stored pool', () => {
  it.each([
    [null],
    [{ kind: 'head' }],
    [{ kind: 'in-context', rule: 'psychic', pool: [] }],
    [{ kind: 'in-context', rule: 'bm25', pool: ['s-0', 'of another run'] }],
  ])('is not read from %j', (artifact: Json) => {
    expect(() => poolFromArtifact(artifact, byId(examples))).toThrow(
      expect.objectContaining({ code: 'bad-artifact' }) as Error,
    );
  });
});
