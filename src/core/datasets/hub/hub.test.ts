import { describe, expect, it } from 'vitest';
import { ATTEMPTS, FIRST_WAIT } from './client.ts';
import { fakeHub, madeSplit, type FakeHub } from './fixtures/fake-hub.ts';
import { rowsUrl } from './rows.ts';
import { HUB_SETS, MAX_TRAIN_ROWS, type HubSetId } from './sets.ts';
import { hubSource } from './source.ts';
import { wait } from './wait.ts';
import { containing, matching, rejected } from '../../../../test/support/caught.ts';

const signal = new AbortController().signal;
const load = (hub: FakeHub, id: HubSetId = 'hub:trec', stop = signal) =>
  hubSource(HUB_SETS[id], hub).load(stop);
const failure = (hub: FakeHub) => rejected(load(hub));

describe('the sets', () => {
  it('SST-2: whole sentences of train as seeds, validation as test, no text in both', async () => {
    const set = await load(fakeHub(), 'hub:sst2');
    expect(set.labels).toEqual(['negative', 'positive']);
    expect(set.seeds.map((seed) => seed.id)).toEqual([
      'sst2-train-0',
      'sst2-train-5',
      'sst2-train-8',
      'sst2-train-10',
      'sst2-train-13',
    ]);
    expect(set.seeds[0]).toEqual({
      id: 'sst2-train-0',
      text: 'a lighthouse comedy that keeps its lamp lit to the last reel .',
      label: 'positive',
    });
    expect(set.test).toHaveLength(4);
    expect(set.about).toContain('hidden');
    expect(set.about).toContain('1 seed left out');
    expect(set.task).toBe('sst2');
  });

  it('TREC: coarse labels in the order of the Hub, repeated questions once', async () => {
    const set = await load(fakeHub());
    expect(set.labels).toEqual(['ABBR', 'ENTY', 'DESC', 'HUM', 'LOC', 'NUM']);
    expect(set.seeds).toHaveLength(12);
    expect(set.test.map((row) => row.label)).toEqual(['ABBR', 'ENTY', 'DESC', 'HUM', 'LOC', 'NUM']);
  });
});

describe('paging', () => {
  const big = (): FakeHub => {
    const hub = fakeHub();
    hub.splits.set('CogComp/trec default train', madeSplit(5452));
    return hub;
  };

  it('asks under the documented address', () => {
    expect(rowsUrl({ dataset: 'CogComp/trec', config: 'default', split: 'train' }, 3)).toBe(
      'https://datasets-server.huggingface.co/rows?dataset=CogComp%2Ftrec&config=default&split=train&offset=300&length=100',
    );
  });

  it('fetches a fixed sample of pages, not the whole split', async () => {
    const hub = big();
    const set = await load(hub);
    const pages = MAX_TRAIN_ROWS / 100;
    expect(hub.asked.length).toBeLessThanOrEqual(pages + 2);
    expect(set.seeds.length).toBeGreaterThan(MAX_TRAIN_ROWS - 100);
    expect(set.about).toMatch(/sample of \d+ of its 5452 train rows/u);
    const again = big();
    expect((await load(again)).hash).toBe(set.hash);
    expect(again.asked).toEqual(hub.asked);
  });

  it('fetches the last, shorter page of a whole split', async () => {
    const hub = fakeHub();
    hub.splits.set('CogComp/trec default test', madeSplit(250));
    expect((await load(hub)).test).toHaveLength(250);
  });

  it('reports pages done', async () => {
    const seen: string[] = [];
    await hubSource(HUB_SETS['hub:trec'], big()).load(signal, ({ done, total }) =>
      seen.push(`${done}/${String(total)}`),
    );
    expect(seen.slice(0, 2)).toEqual(['0/null', '1/21']);
    expect(seen).toContain('21/21');
    expect(seen.at(-1)).toBe('1/1');
  });

  it('works offline once loaded', async () => {
    const hub = big();
    const set = await load(hub);
    const offline = fakeHub(hub.cache);
    offline.mishaps.push('offline');
    expect(await load(offline)).toEqual(set);
    expect(offline.asked).toEqual([]);
  });

  it('asks anew when stored pages no longer fit', async () => {
    const hub = fakeHub();
    await load(hub);
    const name = { dataset: 'CogComp/trec', config: 'default', split: 'test' };
    const stored = await hub.cache.get(rowsUrl(name, 0));
    await hub.cache.put(
      rowsUrl(name, 0),
      JSON.parse(JSON.stringify(stored).replaceAll('coarse_label', 'label_coarse')) as never,
    );
    hub.asked.length = 0;
    expect((await load(hub)).test).toHaveLength(6);
    expect(hub.asked).toHaveLength(2);
  });

  it('stops between pages with AbortError', async () => {
    const stop = new AbortController();
    const hub = big();
    const loading = hubSource(HUB_SETS['hub:trec'], hub).load(stop.signal, ({ done }) => {
      if (done === 3) stop.abort('enough');
    });
    await expect(loading).rejects.toMatchObject({ name: 'AbortError' });
    expect(hub.asked).toHaveLength(3);
  });

  it('stops during a request with AbortError', async () => {
    const stop = new AbortController();
    const hanging: FakeHub = {
      ...fakeHub(),
      fetch: (_, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
        }),
    };
    const loading = load(hanging, 'hub:trec', stop.signal);
    setTimeout(() => stop.abort(), 5);
    await expect(loading).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('faults', () => {
  it('waits longer each time and goes on', async () => {
    const hub = fakeHub();
    hub.mishaps.push('offline', { status: 500 }, { status: 429 });
    await expect(load(hub)).resolves.toBeDefined();
    expect(hub.waits).toEqual([FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT]);
  });

  it('honours Retry-After as seconds and as a date', async () => {
    const hub = fakeHub();
    hub.mishaps.push(
      { status: 429, headers: { 'retry-after': '7' } },
      { status: 503, headers: { 'retry-after': 'Sun, 22 Nov 2026 12:00:30 GMT' } },
    );
    await load(hub);
    expect(hub.waits).toEqual([7000, 30_000]);
  });

  it('says so rather than wait for minutes', async () => {
    const hub = fakeHub();
    hub.mishaps.push({ status: 429, headers: { 'retry-after': '600' } });
    expect(await failure(hub)).toMatchObject({
      code: 'hub-unreachable',
      message: containing('600 seconds'),
    });
    expect(hub.waits).toEqual([]);
  });

  it('gives up as hub-unreachable', async () => {
    const hub = fakeHub();
    hub.mishaps.push(...Array.from({ length: ATTEMPTS }, () => 'offline' as const));
    expect(await failure(hub)).toMatchObject({
      code: 'hub-unreachable',
      message: containing('CogComp/trec'),
    });
    expect(hub.asked).toHaveLength(ATTEMPTS);
  });

  it.each([401, 404, 501])(
    'takes status %i for hub-missing at once, with the words of the Hub',
    async (status) => {
      const hub = fakeHub();
      hub.mishaps.push({ status, body: '{"error":"The dataset does not exist."}' });
      expect(await rejected(load(hub, 'hub:sst2'))).toMatchObject({
        code: 'hub-missing',
        message: containing('does not exist'),
      });
      expect(hub.asked).toHaveLength(1);
    },
  );

  it.each([
    ['a page that is no JSON', '<html>'],
    ['another shape', '{"data":[]}'],
  ])('takes %s for hub-changed and stores nothing', async (_, body) => {
    const hub = fakeHub();
    hub.mishaps.push({ status: 200, body });
    expect(await failure(hub)).toMatchObject({ code: 'hub-changed' });
    expect(await hub.cache.get(hub.asked[0] ?? '')).toBeUndefined();
  });

  it.each<[string, (row: Record<string, unknown>) => Record<string, unknown>, RegExp]>([
    ['a hidden label', (row) => ({ ...row, coarse_label: -1 }), /hidden/u],
    ['a label without a name', (row) => ({ ...row, coarse_label: 17 }), /unknown label 17/u],
    ['a missing text', (row) => ({ ...row, text: null }), /no text/u],
  ])('takes %s for hub-changed and names the row', async (_, change, message) => {
    const hub = fakeHub();
    const { features, rows } = madeSplit(5);
    hub.splits.set('CogComp/trec default test', {
      features,
      rows: rows.map(({ row }, index) => ({ row: index === 3 ? change(row) : row })),
    });
    expect(await failure(hub)).toMatchObject({
      code: 'hub-changed',
      message: matching(message),
    });
    expect(await failure(hub)).toMatchObject({ message: containing('row 3') });
  });

  it('names the columns when the one wanted is gone', async () => {
    const hub = fakeHub();
    const { features, rows } = madeSplit(5);
    hub.splits.set('CogComp/trec default train', { features: features.slice(0, 1), rows });
    expect(await failure(hub)).toMatchObject({
      code: 'hub-changed',
      message: containing('"coarse_label"'),
    });
  });

  it('does without a store that fails', async () => {
    const refuse = () => Promise.reject(new Error('quota'));
    await expect(load(fakeHub({ get: refuse, put: refuse }))).resolves.toBeDefined();
  });
});

describe('wait', () => {
  it('ends early with AbortError', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 5);
    await expect(wait(60_000, stop.signal)).rejects.toMatchObject({ name: 'AbortError' });
    await expect(wait(1, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    await expect(wait(1, signal)).resolves.toBeUndefined();
  });
});
