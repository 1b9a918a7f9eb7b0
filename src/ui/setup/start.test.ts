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

  it('keeps data and task of the form under a preset that is about neither', () => {
    const math = parseConfig({ data: { id: 'hub:gsm8k', perClass: null, percent: 1 }, task: 'gsm8k' });
    const eda = PRESETS.find(({ id }) => id === 'eda');
    expect(eda && withPreset(eda, math)).toMatchObject({ data: math.data, task: 'gsm8k' });
  });

  it('names a run of a task by its data, and by its task where the data do not say it', () => {
    const [paper] = PRESETS.filter(({ id }) => id === 'gsm8k');
    expect(paper && runTitle(withPreset(paper, null))).toBe('GSM8K, LLM2LLM, draw 1');
    const own = parseConfig({ data: { id: 'file:a.csv' }, task: 'custom' });
    expect(runTitle(own)).toBe('a.csv, a task of your own, LLM2LLM, draw 1');
  });

  it('says a share of the pool once, and not as the whole pool too', () => {
    const config = parseConfig({ data: { id: 'hub:gsm8k', perClass: null, percent: 1 }, task: 'gsm8k' });
    expect(differences(config)).toEqual([
      { label: 'Data set', value: 'GSM8K', usual: null },
      { label: 'Share of the pool', value: '1 %', usual: 'none' },
      { label: 'Task', value: 'GSM8K', usual: 'Classification' },
    ]);
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
      ['hub:trec-fine', 'hub'],
      ['hub:snips', 'hub'],
      ['hub:gsm8k', 'hub'],
      ['hub:casehold', 'hub'],
    ]);
  });

  it('know the task of their rows, as the set says it or as the Hub has it', () => {
    const choices = setChoices([stored({ task: 'gsm8k', labels: [] }), stored({ id: 'hub:trec' })]);
    const task = (id: string) => choices.find((choice) => choice.id === id)?.task;
    expect(task('film-reviews')).toBe('classification');
    expect(task('file:mine.csv')).toBe('gsm8k');
    expect(task('hub:trec')).toBe('trec');
    expect(task('hub:casehold')).toBe('casehold');
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
