import { describe, expect, it } from 'vitest';
import { sameTextKey } from '../overlap.ts';
import { fakeHub, type FakeHub } from './fixtures/fake-hub.ts';
import { rowsUrl, samplePages } from './rows.ts';
import { HUB_SET_IDS, HUB_SETS, MAX_TRAIN_ROWS, type HubSetId } from './sets.ts';
import { hubSource } from './source.ts';
import { containing, matching, rejected } from '../../../../test/support/caught.ts';

const signal = new AbortController().signal;
const load = (hub: FakeHub, id: HubSetId) => hubSource(HUB_SETS[id], hub).load(signal);

/** A hub in which one row of a set is changed; its split is repeated until one row is a hundredth or a tenth of it. */
function hubWith(
  place: string,
  change: (row: Record<string, unknown>) => Record<string, unknown>,
  copies = 1,
): FakeHub {
  const hub = fakeHub();
  const split = hub.splits.get(place);
  if (!split) throw new Error(`no split ${place}`);
  const rows = Array.from({ length: copies }, () => split.rows).flat();
  hub.splits.set(place, {
    features: split.features,
    rows: rows.map(({ row }, index) => ({ row: index === 1 ? change(row) : row })),
  });
  return hub;
}

describe('every set', () => {
  it.each(HUB_SET_IDS)('%s says its task, its place, its authors and its year', async (id) => {
    const set = await load(fakeHub(), id);
    expect(set.task).toBe(id.slice('hub:'.length));
    expect(set.about).toContain(`Read from ${HUB_SETS[id].places[0].dataset}`);
    expect(set.about).toMatch(/\b20\d\d\b/u);
    expect(new Set([...set.seeds, ...set.test].map((row) => row.id)).size).toBe(
      set.seeds.length + set.test.length,
    );
  });

  it.each(HUB_SET_IDS)('%s has no seed that is a test text', async (id) => {
    const { seeds, test } = await load(fakeHub(), id);
    const held = new Set(test.map(({ text }) => sameTextKey(text)));
    expect(seeds.filter(({ text }) => held.has(sameTextKey(text)))).toEqual([]);
  });

  it.each(
    HUB_SET_IDS.flatMap((id) => HUB_SETS[id].places[0].reader.columns.map((column) => [id, column] as const)),
  )('%s without its column "%s" is hub-changed, and the columns there are are named', async (id, column) => {
    const hub = fakeHub();
    const { places, seeds } = HUB_SETS[id];
    const key = `${places[0].dataset} ${places[0].config} ${seeds.split}`;
    const split = hub.splits.get(key);
    const features = (split?.features ?? []) as { name: string }[];
    const left = features.filter(({ name }) => name !== column);
    hub.splits.set(key, { features: left, rows: split?.rows ?? [] });
    expect(await rejected(load(hub, id))).toMatchObject({
      code: 'hub-changed',
      message: containing(`no column "${column}" among ${left.map(({ name }) => name).join(', ')}`),
    });
  });
});

describe('hub:snips', () => {
  it('reads names of intents, in the order of the task, and drops repeats and leaks', async () => {
    const set = await load(fakeHub(), 'hub:snips');
    expect(set.labels).toEqual([
      'AddToPlaylist',
      'BookRestaurant',
      'GetWeather',
      'PlayMusic',
      'RateBook',
      'SearchCreativeWork',
      'SearchScreeningEvent',
    ]);
    expect(set.seeds).toHaveLength(7);
    expect(set.about).toContain('1 seed left out');
    expect(set.test[2]).toEqual({
      id: 'snips-test-2',
      text: 'is there frost near the lake tonight',
      label: 'GetWeather',
    });
  });

  it('refuses an intent it does not know', async () => {
    const hub = hubWith('benayas/snips default test', (row) => ({ ...row, category: 'OrderPizza' }));
    expect(await rejected(load(hub, 'hub:snips'))).toMatchObject({
      code: 'hub-changed',
      message: matching(/row 1: .*"OrderPizza"/u),
    });
  });

  it('samples enough of the training split for ten a class, even if it is sorted by class', () => {
    const rows = 13_084;
    const pages = samplePages(
      { dataset: 'benayas/snips', config: 'default', split: 'train' },
      rows,
      MAX_TRAIN_ROWS,
    );
    for (let part = 0; part < 7; part++) {
      const [from, to] = [(part * rows) / 7, ((part + 1) * rows) / 7];
      const inside = pages.map((page) => Math.min(page * 100 + 100, to) - Math.max(page * 100, from));
      expect(inside.reduce((sum, count) => sum + Math.max(0, count), 0)).toBeGreaterThan(50);
    }
  });
});

describe('hub:gsm8k', () => {
  it('is free-form: rationales with their result, calculator notes taken out', async () => {
    const set = await load(fakeHub(), 'hub:gsm8k');
    expect(set.labels).toEqual([]);
    expect(set.seeds[0]?.label).toMatch(/^The trays hold 6\*12 = 72 rolls\.\n.*\n#### 22$/u);
    expect(set.seeds.map((row) => row.id)).toEqual(['gsm8k-train-0', 'gsm8k-train-1', 'gsm8k-train-2']);
    expect(set.seeds.some((row) => row.label.includes('<<'))).toBe(false);
  });

  it.each([
    ['an answer without ####', { answer: 'It is 5.' }, /row 1: the answer does not end in "#### "/u],
    ['no question', { question: null }, /row 1: no text in "question"/u],
    ['no answer', { answer: null }, /row 1: no text in "answer"/u],
  ])('takes %s for hub-changed in a small split', async (_, change, message) => {
    const hub = hubWith('openai/gsm8k main train', (row) => ({ ...row, ...change }));
    expect(await rejected(load(hub, 'hub:gsm8k'))).toMatchObject({
      code: 'hub-changed',
      message: matching(message),
    });
  });

  it('leaves one faulty row of many out, and says so', async () => {
    const hub = hubWith('openai/gsm8k main train', (row) => ({ ...row, answer: 'It is 5.' }), 50);
    const set = await load(hub, 'hub:gsm8k');
    expect(set.seeds).toHaveLength(3);
    expect(set.about).toMatch(/1 row left out as unusable \(row 1: the answer does not end/u);
  });
});

describe('hub:casehold', () => {
  it('renders five holdings behind letters, and the label is the letter of the right one', async () => {
    const set = await load(fakeHub(), 'hub:casehold');
    expect(set.labels).toEqual(['A', 'B', 'C', 'D', 'E']);
    const right = ['requires written notice', 'cannot be raised on appeal', 'is a question of fact'];
    set.seeds.forEach((seed, index) => {
      const line = seed.text.split('\n').find((one) => one.includes(right[index] ?? '?'));
      expect(line).toMatch(new RegExp(`^\\W*${seed.label}\\b`, 'u'));
    });
  });

  it.each([
    ['four holdings', { endings: ['a', 'b', 'c', 'd'] }, /row 1: 4 holdings instead of 5/u],
    ['a holding that is null', { endings: ['a', 'b', null, 'd', 'e'] }, /row 1: a holding has no text/u],
    ['holdings as one text', { endings: 'a b c d e' }, /row 1: no list of holdings/u],
    ['a hidden label', { label: -1 }, /row 1: the label is hidden/u],
    ['a label beyond the holdings', { label: 5 }, /row 1: the label is 5/u],
    ['a label that is null', { label: null }, /row 1: the label is null/u],
    ['no citing text', { context: '' }, /row 1: no citing text/u],
  ])('takes %s for hub-changed and names the row', async (_, change, message) => {
    const hub = hubWith('coastalcph/lex_glue case_hold test', (row) => ({ ...row, ...change }));
    expect(await rejected(load(hub, 'hub:casehold'))).toMatchObject({
      code: 'hub-changed',
      message: matching(message),
    });
  });

  it('takes a sample of a long test split and says so', async () => {
    const hub = fakeHub();
    const split = hub.splits.get('coastalcph/lex_glue case_hold test');
    const rows = Array.from({ length: 3600 }, (_, index) => ({
      row: { ...split?.rows[0]?.row, context: `The barge number ${index} was kept (<HOLDING>).` },
    }));
    hub.splits.set('coastalcph/lex_glue case_hold test', { features: split?.features ?? [], rows });
    const set = await load(hub, 'hub:casehold');
    expect(set.test).toHaveLength(500);
    expect(set.about).toContain('500 test examples from a fixed random sample of 500 of its 3600 test rows');
    expect((await load(fakeHub(hub.cache), 'hub:casehold')).hash).toBe(set.hash);
  });
});

describe('hub:trec-fine', () => {
  it('has the fine classes as labels', async () => {
    const set = await load(fakeHub(), 'hub:trec-fine');
    expect(set.labels).toContain('HUM:ind');
    expect(set.seeds.every(({ label }) => /^[A-Z]+:[a-z]+$/u.test(label))).toBe(true);
  });
});

describe('a set the Hub does not serve any more', () => {
  const script = {
    status: 500,
    body: JSON.stringify({
      error: 'Cannot get the config names for the dataset.',
      cause_message: "The dataset viewer doesn't support this dataset because it runs arbitrary python code.",
    }),
  };

  it('is read from its second place, and from there again without a connection', async () => {
    const hub = fakeHub();
    hub.mishaps.push(script);
    const set = await load(hub, 'hub:trec');
    expect(hub.waits).toEqual([]);
    expect(set.about).toContain('Read from SetFit/TREC-QC');
    expect(set.labels).toEqual(['ABBR', 'ENTY', 'DESC', 'HUM', 'LOC', 'NUM']);
    expect(set.seeds.map(({ label }) => label)).toEqual(['ABBR', 'ENTY', 'DESC', 'HUM', 'LOC', 'NUM']);
    const offline = fakeHub(hub.cache);
    offline.mishaps.push('offline');
    expect(await load(offline, 'hub:trec')).toEqual(set);
    expect(offline.asked).toEqual([]);
  });

  it('names the first place when no place serves it', async () => {
    const hub = fakeHub();
    hub.mishaps.push({ status: 404 }, { status: 404 });
    expect(await rejected(load(hub, 'hub:trec-fine'))).toMatchObject({
      code: 'hub-missing',
      message: containing('CogComp/trec'),
    });
  });

  it('is not looked for elsewhere when there is no connection', async () => {
    const hub = fakeHub();
    hub.mishaps.push(...Array.from({ length: 4 }, () => 'offline' as const));
    expect(await rejected(load(hub, 'hub:trec'))).toMatchObject({ code: 'hub-unreachable' });
    const first = { dataset: 'CogComp/trec', config: 'default', split: 'train' };
    expect(new Set(hub.asked)).toEqual(new Set([rowsUrl(first, 0)]));
  });
});
