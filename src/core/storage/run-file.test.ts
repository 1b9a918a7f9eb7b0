import { describe, expect, it } from 'vitest';
import { eventsOf, runToEnd, tinyDataset, tinyParts } from '../../../test/support/tiny-run.ts';
import { makeDataset } from '../datasets/dataset.ts';
import type { Dataset } from '../datasets/port.ts';
import type { LoopEvent } from '../loop/events.ts';
import type { RunRecord } from './port.ts';
import { formatRunFile, parseRunFile } from './run-file.ts';

async function exported(): Promise<{ content: string; dataset: Dataset; log: LoopEvent[] }> {
  const dataset = await makeDataset(tinyDataset());
  const parts = await tinyParts({}, dataset);
  const { log } = await runToEnd(parts);
  const record: RunRecord = {
    id: 'r',
    name: 'A run',
    createdAt: 1,
    updatedAt: 2,
    config: parts.config,
    dataHash: dataset.hash,
    summary: { status: 'finished', iteration: 3, trainSize: 12, testAccuracy: 0.5 },
  };
  return { content: await formatRunFile(record, dataset, log), dataset, log };
}

interface FileContent {
  format: unknown;
  data: { seeds: { text: string }[]; hash: string };
  config: Record<string, unknown>;
  log: Record<string, unknown>[];
}

async function damaged(damage: (file: FileContent) => void): Promise<string> {
  const file = JSON.parse((await exported()).content) as FileContent;
  damage(file);
  return JSON.stringify(file);
}

describe('a run file', () => {
  it('comes back whole: name, data, configuration and every event', async () => {
    const { content, dataset, log } = await exported();
    const file = await parseRunFile(content);
    expect(file.name).toBe('A run');
    expect(file.dataset).toEqual(dataset);
    expect(JSON.stringify(file.log)).toBe(JSON.stringify(log));
    expect(file.state.status).toBe('finished');
  });

  it.each<[string, RegExp, (file: FileContent) => void]>([
    ['another format', /format/u, (file) => (file.format = 'something')],
    ['changed data', /hash/u, ({ data }) => (data.seeds[0] = { ...data.seeds[0], text: 'changed' })],
    [
      'a log of other data',
      /other data/u,
      ({ log }) => (log[0] = { ...log[0], test: { count: 1, dataHash: 'x' } }),
    ],
    [
      'settings that its log was not made with',
      /other settings: seed/u,
      ({ config }) => (config['seed'] = 99),
    ],
    ['an unknown event', /Event 3/u, ({ log }) => (log[2] = { type: 'surprise' })],
    ['an event of the wrong form', /Event 4/u, ({ log }) => (log[3] = { ...log[3], id: 7 })],
    ['events out of order', /does not fit/u, ({ log }) => log.splice(1, 1)],
    [
      'an unknown end',
      /Event \d+/u,
      ({ log }) => (log[log.length - 1] = { ...log[log.length - 1], reason: 'magic' }),
    ],
    ['an answer missing in the middle', /changed after/u, ({ log }) => log.splice(4, 1)],
    ['markup for a score', /Event/u, ({ log }) => (log[3] = { ...log[3], scores: ['<b>1</b>'] })],
  ])('is refused with %s', async (_what, reason, damage) => {
    const content = await damaged(damage);
    await expect(parseRunFile(content)).rejects.toMatchObject({ code: 'not-a-run', message: reason });
  });

  it.each(['', 'not json', '[]', '{"format":"llm2llm-lab.run"}'])(
    'is refused when it is %j',
    async (content) => {
      await expect(parseRunFile(content)).rejects.toMatchObject({ code: 'not-a-run' });
    },
  );

  it('is refused with a configuration that cannot be used', async () => {
    const content = await damaged(({ config }) => (config['iterations'] = -1));
    await expect(parseRunFile(content)).rejects.toMatchObject({ code: 'bad-config' });
  });

  it('keeps the events of every kind that a run writes', async () => {
    const { log } = await exported();
    for (const type of ['fitted', 'predicted', 'asked', 'replied', 'judged', 'grown'] as const) {
      expect(eventsOf(log, type).length).toBeGreaterThan(0);
    }
  });
});
