import { expect, it } from 'vitest';
import { routeOf } from '../router.ts';
import { fakeSpec } from './fake-experiments.ts';
import { specLink, specOfLink } from './spec-link.ts';

const encodedOf = (link: string): string => {
  const route = routeOf(link);
  return (route.name === 'new-experiment' && route.params.get('spec')) || '';
};

it('brings an experiment back to the last setting, whatever its name', () => {
  const spec = fakeSpec({ name: 'Größe ~ 〒 "?&#=' });
  const link = specLink(spec);
  expect(link).toMatch(/^#\/experiment\/new\?spec=[\w-]+$/u);
  expect(specOfLink(encodedOf(link))).toEqual(spec);
});

it('carries no password and no key that stands in an address', () => {
  const teacher = {
    id: 'api',
    baseUrl: 'https://me:pw@api.example/v1?key=sk-1&api-version=2',
    model: 'm',
  } as const;
  const base = { data: { id: 'film-reviews' }, teacher, student: { ...teacher } };
  const { base: read, teachers } = specOfLink(encodedOf(specLink(fakeSpec({ base, teachers: [teacher] }))));
  for (const part of [read.teacher, read.student, teachers[0]]) {
    expect(part).toMatchObject({ baseUrl: 'https://api.example/v1?api-version=2' });
  }
});

it('refuses what is cut short or says nothing, in words', () => {
  const encoded = encodedOf(specLink(fakeSpec()));
  expect(() => specOfLink(encoded.slice(0, 40))).toThrow(expect.objectContaining({ code: 'bad-link' }));
  expect(() => specOfLink('%%')).toThrow(expect.objectContaining({ code: 'bad-link' }));
  expect(() => specOfLink(btoa('{"v":1}'))).toThrow(expect.objectContaining({ code: 'bad-experiment' }));
});
