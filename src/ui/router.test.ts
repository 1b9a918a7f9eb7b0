import { describe, expect, it } from 'vitest';
import { HREF, isAddress, routeOf } from './router.ts';

describe('the addresses', () => {
  it('name the views', () => {
    expect(routeOf('')).toEqual({ name: 'home' });
    expect(routeOf(HREF.home)).toEqual({ name: 'home' });
    expect(routeOf(HREF.runs)).toEqual({ name: 'runs' });
    expect(routeOf(HREF.experiments)).toEqual({ name: 'experiments' });
    expect(routeOf(HREF.newExperiment).name).toBe('new-experiment');
    expect(routeOf(HREF.storage)).toEqual({ name: 'storage' });
    expect(routeOf(HREF.models)).toEqual({ name: 'models' });
    expect(routeOf(HREF.backend)).toEqual({ name: 'backend' });
    expect(routeOf(HREF.new).name).toBe('new');
    expect(routeOf(HREF.ownData)).toMatchObject({ name: 'new' });
    expect(routeOf('#/open?set=film-reviews')).toMatchObject({ name: 'open' });
  });

  it('bring a run back by its id, whatever is in it', () => {
    for (const id of ['r1', 'a/b', 'ä ?#%']) {
      expect(routeOf(HREF.run(id))).toMatchObject({ name: 'run', id, play: false });
      expect(routeOf(HREF.run(id, true))).toMatchObject({ name: 'run', id, play: true });
    }
  });

  it('bring an experiment back, and begin one from a run', () => {
    expect(routeOf(HREF.experiment('a/b'))).toEqual({ name: 'experiment', id: 'a/b', run: false });
    expect(routeOf(HREF.experiment('e1', true))).toEqual({ name: 'experiment', id: 'e1', run: true });
    const route = routeOf(HREF.experimentFrom('r 1'));
    expect(route.name === 'new-experiment' && route.params.get('from')).toBe('r 1');
  });

  it('carry the configuration of a run, for a browser that does not have it', () => {
    const route = routeOf(HREF.runWith('r1', '#/open?set=film-reviews&draw=3'));
    expect(route).toMatchObject({ name: 'run', id: 'r1', play: false });
    expect(route.name === 'run' && HREF.open(route.params)).toBe('#/open?set=film-reviews&draw=3');
  });

  it('keep the parameters, question marks in values included', () => {
    const route = routeOf('#/open?set=x&url=https://a.example/?b');
    expect(route.name === 'open' && route.params.get('url')).toBe('https://a.example/?b');
  });

  it('are unknown where they are damaged or nobody has such a view', () => {
    for (const hash of ['#/run', '#/run/', '#/run/%E0%A4%A', '#/nowhere', '#/runs/3', '#/experiment/']) {
      expect(routeOf(hash).name).toBe('unknown');
    }
  });

  it('are told from places within the page', () => {
    expect([isAddress(''), isAddress('#/runs'), isAddress('#main')]).toEqual([true, true, false]);
  });
});
