import { describe, expect, it } from 'vitest';
import { applyEvent, foldEvents } from '../../core/loop/fold.ts';
import { rowOf } from '../../core/loop/report.ts';
import { emptyState } from '../../core/loop/state.ts';
import { fixtureEvents } from './fixture.ts';
import { RunIndex } from './run-index.ts';
import { candidateTotal, reasonCounts, rejectedOf } from './written.ts';

const events = fixtureEvents({ unparsable: true, test: 60 });

describe('RunIndex', () => {
  it('comes to the same whether it watched every event or only the last', () => {
    const state = emptyState();
    const watching = new RunIndex();
    const late = new RunIndex();
    for (const event of events) {
      applyEvent(state, event);
      if (state.start) watching.rows(state);
      for (const iteration of state.iterations) watching.of(iteration);
    }
    expect(watching.rows(state)).toMatchObject(state.iterations.map((iteration) => rowOf(state, iteration)));
    expect(watching.rows(state)).toEqual(late.rows(state));
    for (const iteration of state.iterations) expect(watching.of(iteration)).toEqual(late.of(iteration));
  });

  it('keeps the row of an iteration in which nothing changed', () => {
    const state = foldEvents(events);
    const index = new RunIndex();
    const [first] = index.rows(state);
    expect(index.rows(state)[0]).toBe(first);
  });

  it('keeps nothing of a state that was folded anew', () => {
    const index = new RunIndex();
    index.rows(foldEvents(events));
    const early = foldEvents(events.slice(0, 3));
    expect(index.rows(early)[0]?.candidates).toBe(0);
  });
});

describe('rejected candidates', () => {
  const state = foldEvents(events);
  const index = new RunIndex();
  const any = (): boolean => true;
  const rejected = events.filter((event) => event.type === 'judged' && event.reject !== null);

  it('are all listed, newest iteration first', () => {
    const all = rejectedOf(state, index, any, 1000);
    expect(all).toHaveLength(rejected.length);
    const order = all.map(({ iteration }) => iteration);
    expect(order).toEqual([...order].sort((a, b) => b - a));
    expect(rejectedOf(state, index, any, 2)).toHaveLength(2);
  });

  it('are counted by reason, and the filter finds as many', () => {
    const counts = reasonCounts(state, index);
    expect(counts.reduce((sum, [, count]) => sum + count, 0)).toBe(rejected.length);
    for (const [reason, count] of counts)
      expect(rejectedOf(state, index, (one) => one === reason, 1000)).toHaveLength(count);
    expect(candidateTotal(state)).toBe(events.filter(({ type }) => type === 'judged').length);
  });

  it('never show the text of a test example', () => {
    const leaks = rejectedOf(state, index, (reason) => reason === 'test-near-duplicate', 10);
    expect(leaks.length).toBeGreaterThan(0);
    for (const { nearest } of leaks) expect(nearest).toMatchObject({ kind: 'test', text: null });
  });

  it('show the text of another nearest neighbour', () => {
    const near = rejectedOf(state, index, (reason) => reason === 'near-duplicate', 1)[0];
    expect(near?.nearest?.text).toBe(near?.parent.text);
  });
});
