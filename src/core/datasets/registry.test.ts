import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { fakeHub } from './hub/fixtures/fake-hub.ts';
import { datasetSources, loadDataset } from './registry.ts';

const PUBLIC = new URL('../../../public/', import.meta.url);
const signal = new AbortController().signal;
const services = () => ({
  readText: (path: string) => readFile(new URL(path, PUBLIC), 'utf8'),
  hub: fakeHub(),
});

describe('loadDataset', () => {
  it.each(datasetSources.ids)('loads %s, the same each time', async (id) => {
    const set = await loadDataset(id, services(), signal);
    expect(set.id).toBe(id);
    expect((await loadDataset(id, services(), signal)).hash).toBe(set.hash);
  });

  it('names the known ids for an unknown one', async () => {
    await expect(loadDataset('imdb', services(), signal)).rejects.toMatchObject({
      code: 'unknown-dataset',
      remedy:
        'Choose one of: film-reviews, question-types, hub:sst2, hub:trec, hub:trec-fine, hub:snips, hub:gsm8k, hub:casehold.',
    });
  });
});
