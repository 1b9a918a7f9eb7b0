/** A run that goes on with another model: logged, evaluated anew, resumed from anywhere. */
import { describe, expect, it } from 'vitest';
import { FakeLanguageModel } from '../../../test/support/fake-language-model.ts';
import { eventsOf, runToEnd, tinyDataset, tinyParts, tinyPlatform } from '../../../test/support/tiny-run.ts';
import { MemoryRunStore } from '../storage/memory.ts';
import { parseEvent } from './event-schema.ts';
import type { LoopEvent } from './events.ts';
import { foldEvents } from './fold.ts';
import type { RunParts } from './runner.ts';

function partsWith(name: string, model: FakeLanguageModel): Promise<RunParts> {
  return tinyParts(
    {
      iterations: 2,
      wrongSet: { rule: 'leave-one-out' },
      student: { id: 'in-context', model: name, encoder: 'toy', demonstrations: 'bm25', shown: 3 },
    },
    tinyDataset(),
    { ...tinyPlatform(), languageModel: () => Promise.resolve(model) },
  );
}

/** A run whose GPU is lost at this call, gone on with a smaller model. */
async function swapped(loseGpuAt: number): Promise<{ log: LoopEvent[]; second: FakeLanguageModel }> {
  const store = new MemoryRunStore();
  const first = new FakeLanguageModel({ loseGpuAt: [loseGpuAt] });
  await expect(runToEnd(await partsWith('large', first), store)).rejects.toMatchObject({ code: 'gpu-lost' });
  const second = new FakeLanguageModel();
  const { log } = await runToEnd(await partsWith('small', second), store);
  return { log, second };
}

describe('another model in the middle of a run', () => {
  it('is an event, and the evaluation under way begins again', async () => {
    const { log } = await swapped(6);
    const at = log.findIndex(({ type }) => type === 'model-changed');
    expect(log[at - 1]).toMatchObject({ type: 'interrupted', error: { code: 'gpu-lost' } });
    expect(log[at]).toEqual({
      type: 'model-changed',
      iteration: 0,
      role: 'student',
      from: 'large',
      to: 'small',
    });
    const after = eventsOf(log.slice(at), 'predicted').filter(
      ({ of, iteration }) => of === 'seeds' && iteration === 0,
    );
    expect(after).toHaveLength(12);
    expect(log.at(-1)?.type).toBe('finished');
    const state = foldEvents(log);
    expect(state.start?.config.student).toMatchObject({ model: 'small' });
    expect(state.iterations[0]?.seeds.size).toBe(12);
    // Iteration 0 was measured again: one student answered everything that counts.
    expect(state.studentChangedIn).toBeNull();
    expect(foldEvents((await swapped(30)).log).studentChangedIn).not.toBeNull();
    expect(log.map((event, i) => parseEvent(JSON.parse(JSON.stringify(event)), i + 1))).toEqual(log);
  });

  it('goes on from every cut of its log to the same end, paying nothing twice', async () => {
    const { log } = await swapped(30);
    const at = log.findIndex(({ type }) => type === 'model-changed');
    for (let cut = at; cut <= log.length; cut += 7) {
      const store = new MemoryRunStore();
      await store.append('run', 0, log.slice(0, cut));
      const model = new FakeLanguageModel();
      const again = await runToEnd(await partsWith('small', model), store);
      expect(again.log).toEqual(log);
      const rest = eventsOf(log.slice(cut), 'predicted').length;
      expect(model.scored).toHaveLength(rest);
    }
  });

  it('is refused once the run has finished, and no other setting may change with it', async () => {
    const store = new MemoryRunStore();
    await runToEnd(await partsWith('large', new FakeLanguageModel()), store);
    const small = await partsWith('small', new FakeLanguageModel());
    await expect(runToEnd(small, store)).rejects.toMatchObject({ code: 'other-config' });
    const open = new MemoryRunStore();
    await open.append('run', 0, (await store.read('run')).slice(0, 20));
    const changed = { ...small, config: { ...small.config, iterations: 5 } };
    await expect(runToEnd(changed, open)).rejects.toMatchObject({ code: 'other-config' });
  });
});
