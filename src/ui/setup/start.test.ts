import { describe, expect, it } from 'vitest';
import { linkOf } from '../../core/config/link.ts';
import { PRESETS } from '../../core/config/presets.ts';
import { parseConfig } from '../../core/config/schema.ts';
import type { StoredDataset } from '../lab.ts';
import { setChoices } from './data-sets.ts';
import { dataFor, hasData, onData } from './open-link.ts';
import { defaultConfig, differences, presetOf, runTitle, startFrom, withPreset } from './start.ts';

const from = (query: string) => startFrom(new URLSearchParams(query));
const stored = (more: Partial<StoredDataset> = {}): StoredDataset => ({
  id: 'file:mine.csv',
  title: 'mine.csv',
  about: '',
  hash: 'c'.repeat(64),
  labels: ['a', 'b'],
  seeds: 10,
  test: 10,
  replies: 0,
  savedAt: 0,
  ...more,
});

describe('where a setup begins', () => {
  it('is the defaults, another run, or a file to open', () => {
    expect(from('')).toEqual({ config: defaultConfig(), from: null, own: false, at: null });
    expect(from('from=r1').from).toBe('r1');
    expect(from('own=1').own).toBe(true);
    expect(from('from=r1&at=teacher')).toMatchObject({ from: 'r1', at: 'teacher' });
    expect(from('at=nowhere').at).toBeNull();
  });

  it('is what a link says, whatever it says', () => {
    const config = parseConfig({
      data: { id: 'hub:trec' },
      teacher: { id: 'api', baseUrl: 'https://a.example', model: 'm', preset: 'openai' },
    });
    expect(from(linkOf(config).split('?')[1] ?? '').config).toEqual(config);
    expect(() => from('set=x&key=1')).toThrow(/"key"/);
  });

  it('knows a preset again, on any data', () => {
    for (const preset of PRESETS) {
      const config = withPreset(preset, parseConfig({ data: { id: 'question-types', draw: 7 } }));
      expect(presetOf(config)).toBe(preset.id);
    }
    expect(presetOf(parseConfig({ data: { id: 'film-reviews' }, seed: 9 }))).toBeNull();
    expect(presetOf(null)).toBeNull();
  });

  it('gives a run a name that nobody named', () => {
    const named = (more: object) => runTitle(parseConfig({ data: { id: 'film-reviews' }, ...more }));
    expect(named({})).toBe('Film reviews, LLM2LLM, draw 1');
    expect(named({ arm: 'untargeted' })).toBe('Film reviews, untargeted, draw 1');
    expect(named({ teacher: { id: 'eda' } })).toBe('Film reviews, EDA teacher, draw 1');
    expect(named({ data: { id: 'file:a.csv', draw: 3 }, arm: 'one-shot' })).toBe('a.csv, one shot, draw 3');
  });

  it('says in words what differs from the defaults', () => {
    const config = parseConfig({
      data: { id: 'film-reviews', perClass: null },
      wrongSet: { withoutChildren: true },
    });
    expect(differences(config)).toEqual([
      { label: 'Data set', value: 'Film reviews', usual: null },
      { label: 'Seeds a class', value: 'the whole pool', usual: '10' },
      { label: "Leave a held-out seed's own new examples out", value: 'on', usual: 'off' },
    ]);
  });
});

describe('the data sets on offer', () => {
  it('come from the page, this browser and the Hub, each once', () => {
    expect(
      setChoices([stored(), stored({ id: 'hub:trec', replies: 3 })]).map(({ id, kind }) => [id, kind]),
    ).toEqual([
      ['film-reviews', 'bundled'],
      ['question-types', 'bundled'],
      ['file:mine.csv', 'stored'],
      ['hub:trec', 'stored'],
      ['hub:sst2', 'hub'],
    ]);
  });

  it("carry a hash where the data are a person's own", () => {
    const [own, hub] = [stored(), stored({ id: 'hub:trec' })];
    const choices = setChoices([own, hub]);
    expect(choices.find(({ id }) => id === own.id)?.hash).toBe(own.hash);
    expect(choices.find(({ id }) => id === hub.id)?.hash).toBeNull();
  });
});

describe("a link to a file of somebody's own", () => {
  const config = parseConfig({ data: { id: 'file:theirs.csv', hash: 'c'.repeat(64) } });

  it('finds the same data under another name', () => {
    expect(hasData(config, [])).toBe(false);
    expect(hasData(config, [stored({ id: 'file:theirs.csv', hash: 'd'.repeat(64) })])).toBe(false);
    expect(hasData(config, [stored()])).toBe(true);
    expect(onData(config, dataFor(config, [stored()])).data.id).toBe('file:mine.csv');
  });

  it('is content with the name where the link has no hash; other sets are always at hand', () => {
    const named = parseConfig({ data: { id: 'file:mine.csv' } });
    expect(hasData(named, [stored()])).toBe(true);
    expect(hasData(parseConfig({ data: { id: 'hub:trec' } }), [])).toBe(true);
  });
});
