import { describe, expect, it } from 'vitest';
import { foldEvents } from '../../core/loop/fold.ts';
import { fixtureEvents, upTo } from './fixture.ts';
import { followed, iterationShown } from './moment.ts';
import { RunIndex } from './run-index.ts';
import { wrongIds, wrongSeed } from './wrong-seeds.ts';

const events = fixtureEvents({ prompts: true });

function third() {
  const state = foldEvents(upTo(events, 'grown', 3));
  const it = iterationShown(state, 3);
  if (!it) throw new Error('no third iteration');
  return { state, it, index: new RunIndex() };
}

describe('wrong seeds', () => {
  it('are those collected', () => {
    const { state, it } = third();
    expect(wrongIds(state, it)).toEqual(it.wrong);
  });

  it('are those found so far while seeds are still being asked', () => {
    const asking = upTo(events, 'wrong-collected').slice(0, -1);
    const state = foldEvents(asking);
    const collected = foldEvents(upTo(events, 'wrong-collected'));
    const now = iterationShown(state, 1);
    expect(now && wrongIds(state, now)).toEqual(iterationShown(collected, 1)?.wrong);
  });

  it('know the iterations in which they were wrong before', () => {
    const { state, it, index } = third();
    for (const id of wrongIds(state, it)) {
      const expected = [1, 2].filter((shown) => iterationShown(state, shown)?.wrong?.includes(id));
      expect(wrongSeed(state, index, it, id).before).toEqual(expected);
    }
  });

  it('bring what was written from them: accepted of all iterations, rejected of this one', () => {
    const { state, it, index } = third();
    const all = wrongIds(state, it).map((id) => wrongSeed(state, index, it, id));
    for (const seed of all) {
      expect(seed.accepted.length).toBe(state.augmented.filter(({ parent }) => parent === seed.id).length);
      expect(seed.rejected.every(({ iteration }) => iteration === 3)).toBe(true);
      for (const reply of seed.replies) expect(reply.messages).toHaveLength(2);
    }
    expect(all.some(({ rejected }) => rejected.length > 0)).toBe(true);
  });

  it('name the label and the answer among the scores', () => {
    const { state, it, index } = third();
    const [id] = wrongIds(state, it);
    const seed = wrongSeed(state, index, it, id ?? '');
    expect(seed.scores.find(({ isLabel }) => isLabel)?.label).toBe(seed.label);
    expect(seed.scores.find(({ isAnswer }) => isAnswer)?.label).toBe(seed.answer);
  });

  it('show the answer, the label and the highest other; the rest apart', () => {
    const labels = Array.from({ length: 10 }, (_, i) => `label-${i}`);
    const log = upTo(fixtureEvents(), 'wrong-collected').map((event) => {
      if (event.type === 'run-started') {
        return { ...event, labels, seeds: event.seeds.map((seed) => ({ ...seed, label: 'label-0' })) };
      }
      if (event.type !== 'predicted') return event;
      return { ...event, answer: 'label-9', scores: labels.map((_, i) => i / 100) };
    });
    const state = foldEvents(log);
    const it = iterationShown(state, 1);
    if (!it) throw new Error('no iteration');
    const seed = wrongSeed(state, new RunIndex(), it, it.wrong?.[0] ?? '');
    expect(seed.scores.map(({ label }) => label)).toEqual(['label-9', 'label-8', 'label-0']);
    expect(seed.otherScores).toHaveLength(7);
  });
});

it('the iteration followed is the last that augmented', () => {
  expect(followed(foldEvents(events))).toBe(6);
  expect(followed(foldEvents(upTo(events, 'grown', 2)))).toBe(2);
  expect(followed(foldEvents([]))).toBe(0);
});
