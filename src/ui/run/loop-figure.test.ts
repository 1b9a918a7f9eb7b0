import { describe, expect, it } from 'vitest';
import { foldEvents } from '../../core/loop/fold.ts';
import type { LoopEvent, Stage } from '../../core/loop/events.ts';
import { fixtureEvents, upTo } from './fixture.ts';
import { freeFormEvents } from './fixture-free-form.ts';
import { loopFigure, seedLegend } from './loop-figure.ts';
import { runCopy } from '../copy/run.ts';

const events = fixtureEvents();
const at = (type: LoopEvent['type'], nth = 1) => loopFigure(foldEvents(upTo(events, type, nth)));
const value = (figure: ReturnType<typeof loopFigure>, stage: Stage) =>
  figure.stages.find((one) => one.stage === stage)?.value;

describe('loopFigure', () => {
  it('shows an empty loop before anything happened', () => {
    const figure = loopFigure(foldEvents([]));
    expect(figure.stages.map((stage) => stage.value)).toEqual([null, null, null, null, null, null]);
    expect(figure.stages.some(({ now }) => now)).toBe(false);
    expect(figure.headline).toBe(runCopy.loop.waiting);
  });

  it('lights the stage of the last event, and training when an iteration begins', () => {
    const lit = (type: LoopEvent['type']) => at(type).stages.find(({ now }) => now)?.stage;
    expect(lit('iteration-started')).toBe('train');
    expect(lit('fitted')).toBe('train');
    expect(lit('predicted')).toBe('evaluate');
    expect(lit('wrong-collected')).toBe('wrong');
    expect(lit('asked')).toBe('teacher');
    expect(lit('judged')).toBe('filter');
    expect(lit('grown')).toBe('grow');
    expect(lit('finished')).toBeUndefined();
  });

  it('counts calls under way among the prompts', () => {
    expect(value(at('asked'), 'teacher')).toBe('0 of 6');
    expect(value(at('replied'), 'teacher')).toBe('1 of 6');
  });

  it('accounts for every seed and for every candidate', () => {
    const figure = at('grown', 2);
    const { right, wrong, open } = figure.counts;
    expect(right + wrong).toBe(20);
    expect(open).toBe(0);
    expect(String(wrong)).toBe(value(figure, 'wrong'));
    expect(figure.test).toMatch(/^\d+\.\d%$/u);
    expect(value(figure, 'grow')).toBe(`+${String(value(figure, 'filter'))}`);
  });

  it('says how many of the wrong seeds were answered so that nobody can read it', () => {
    expect(seedLegend(at('grown')).find(({ as }) => as === 'wrong')?.text).toBe('wrong');
    const figure = loopFigure(foldEvents(upTo(freeFormEvents(), 'grown')));
    expect(figure.unreadable).toBe(1);
    expect(seedLegend(figure).find(({ as }) => as === 'wrong')).toMatchObject({
      count: value(figure, 'wrong'),
      text: 'wrong, 1 of them unreadable',
    });
  });

  it('says of whom the seeds were asked', () => {
    expect(at('grown').caption).toBe(runCopy.loop.heldOut);
    expect(at('finished').caption).toBe(runCopy.loop.inSample);
    expect(at('iteration-started').caption).toBe(runCopy.loop.seedsTitle);
  });

  it('numbers iterations from 1 whatever the log counts from', () => {
    const shifted = upTo(events, 'grown').map((event) =>
      'iteration' in event ? { ...event, iteration: event.iteration + 5 } : event,
    );
    expect(loopFigure(foldEvents(shifted)).headline).toBe(runCopy.loop.iteration(1, 6));
  });

  it('counts the rounds of an arm that makes one only', () => {
    const once = fixtureEvents({ iterations: 1, config: { arm: 'one-shot' } });
    expect(loopFigure(foldEvents(upTo(once, 'fitted'))).headline).toBe(runCopy.loop.iteration(1, 1));
  });
});
