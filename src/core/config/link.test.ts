import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabError } from '../errors.ts';
import { SETTINGS, configOfLink, linkOf, valueAt } from './link.ts';
import { DEMONSTRATION_RULES, LABEL_CHECKS, WRONG_SET_RULES, parseConfig } from './schema.ts';

const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
const share = fc.double({ min: 0, max: 1, noNaN: true }).map((x) => x + 0); // no -0
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const whole = (min: number, max: number) => fc.integer({ min, max });

const price = fc.double({ min: 0, max: 1e6, noNaN: true }).map((x) => x + 0);
const prompted = {
  showWrongAnswer: fc.boolean(),
  examplesPerCall: whole(1, 20),
  // "standard" is the link's word for none.
  system: orNull(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 })),
};

const teacher = fc.oneof(
  fc.constant({ id: 'recorded' as const }),
  fc.record({ id: fc.constant('eda' as const), alpha: share }, { requiredKeys: ['id'] }),
  fc.record(
    {
      id: fc.constant('api' as const),
      baseUrl: fc.webUrl({ withQueryParameters: false, withFragments: false }),
      model: name,
      preset: name,
      temperature: fc.double({ min: 0, max: 2, noNaN: true }).map((x) => x + 0),
      maxTokens: whole(16, 32768),
      concurrency: whole(1, 16),
      timeoutSeconds: whole(1, 3600),
      stream: fc.boolean(),
      priceInput: orNull(price),
      priceOutput: orNull(price),
      ...prompted,
    },
    { requiredKeys: ['id', 'baseUrl', 'model'] },
  ),
  fc.record(
    { id: fc.constant('webllm' as const), model: name, maxTokens: whole(16, 32768), ...prompted },
    { requiredKeys: ['id', 'model'] },
  ),
  fc.record({ id: fc.constant('built-in' as const), ...prompted }, { requiredKeys: ['id'] }),
);

const student = fc.oneof(
  fc.record(
    {
      id: fc.constant('head' as const),
      encoder: name,
      l2: fc.double({ min: 0, max: 1e3, noNaN: true }).map((x) => x + 0),
      fit: fc.constantFrom('full-batch' as const, 'minibatch' as const),
      epochs: whole(1, 1000),
      batchSize: whole(1, 4096),
      learningRate: fc.double({ min: 1e-6, max: 10, noNaN: true }),
    },
    { requiredKeys: [] },
  ),
  fc.record(
    {
      id: fc.constant('in-context' as const),
      model: name,
      demonstrations: fc.constantFrom(...DEMONSTRATION_RULES),
      shown: whole(0, 64),
      encoder: name,
      calibrate: fc.boolean(),
      maxTokens: whole(1, 8192),
    },
    { requiredKeys: ['id', 'model'] },
  ),
);

const input = fc.record(
  {
    task: name,
    data: fc.record(
      {
        id: name,
        hash: orNull(fc.stringMatching(/^[0-9a-f]{64}$/)),
        perClass: orNull(whole(1, 100_000)),
        draw: whole(0, 1e9),
      },
      { requiredKeys: ['id'] },
    ),
    student,
    teacher,
    arm: name,
    iterations: whole(1, 1000),
    perWrong: whole(1, 100),
    attempts: whole(1, 20),
    wrongSet: fc.record(
      { rule: fc.constantFrom(...WRONG_SET_RULES), folds: whole(2, 100), withoutChildren: fc.boolean() },
      { requiredKeys: [] },
    ),
    weights: fc.constantFrom('from-scratch' as const, 'continue' as const),
    augmentFrom: fc.constantFrom('seeds' as const, 'seeds-and-augmented' as const),
    measureAugmented: fc.boolean(),
    stops: fc.record(
      {
        seedAccuracy: orNull(share),
        budget: orNull(whole(0, 1e6)),
        maxCalls: orNull(whole(0, 1e6)),
        maxTokens: orNull(whole(0, 1e9)),
        maxCost: orNull(price),
        patience: orNull(whole(1, 1000)),
      },
      { requiredKeys: [] },
    ),
    filters: fc.record(
      {
        rougeThreshold: share,
        leakThreshold: share,
        maxCharacters: whole(1, 1e6),
        labelCheck: fc.constantFrom(...LABEL_CHECKS),
      },
      { requiredKeys: [] },
    ),
    seed: whole(0, 2 ** 31 - 1),
  },
  { requiredKeys: ['data'] },
);

const paramsOf = (link: string) => new URLSearchParams(link.slice(link.indexOf('?')));
const codeOf = (query: string) => {
  try {
    configOfLink(new URLSearchParams(query));
    return null;
  } catch (error) {
    return error instanceof LabError ? { code: error.code, message: error.message } : error;
  }
};

describe('a configuration as a link', () => {
  it('comes back as it went', () => {
    fc.assert(
      fc.property(input, (given) => {
        const config = parseConfig(given);
        expect(parseConfig(configOfLink(paramsOf(linkOf(config))))).toEqual(config);
      }),
      { numRuns: 500 },
    );
  });

  it('names only what differs from the defaults', () => {
    const config = parseConfig({
      data: { id: 'film-reviews', draw: 3 },
      arm: 'untargeted',
      stops: { budget: 20 },
    });
    expect(linkOf(config)).toBe('#/open?set=film-reviews&draw=3&arm=untargeted&budget=20');
    expect(linkOf(parseConfig({ data: { id: 'film-reviews' } }))).toBe('#/open?set=film-reviews');
  });

  it('has a parameter for every setting of every teacher', () => {
    const leaves = (value: unknown, path = ''): string[] =>
      value !== null && typeof value === 'object'
        ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, path ? `${path}.${key}` : key))
        : [path];
    const teachers = [
      { id: 'recorded' },
      { id: 'eda' },
      { id: 'api', baseUrl: 'https://a.example', model: 'm' },
    ];
    const known = new Set(SETTINGS.map(({ path }) => path));
    for (const teacher of teachers) {
      const config = parseConfig({ data: { id: 'x' }, teacher });
      expect(leaves(config).filter((path) => path !== 'v' && !known.has(path))).toEqual([]);
    }
    expect(new Set(SETTINGS.map(({ name }) => name)).size).toBe(SETTINGS.length);
  });

  it('never carries what may be secret in a base URL', () => {
    const config = parseConfig({
      data: { id: 'x' },
      teacher: {
        id: 'api',
        baseUrl: 'https://me:hunter2@api.example/v1?key=sk-123&api-version=2#sk-4',
        model: 'm',
      },
    });
    const link = linkOf(config);
    expect(link).not.toMatch(/hunter2|sk-|me%3A/);
    expect(valueAt(configOfLink(paramsOf(link)), 'teacher.baseUrl')).toBe(
      'https://api.example/v1?api-version=2',
    );
  });

  it('refuses what it does not know, by name', () => {
    expect(codeOf('set=x&key=sk-1')).toMatchObject({
      code: 'bad-link',
      message: expect.stringMatching(/"key"/) as unknown,
    });
    expect(codeOf('set=x&draw=1&draw=2')).toMatchObject({
      code: 'bad-link',
      message: expect.stringMatching(/"draw" twice/) as unknown,
    });
    expect(codeOf('set=x&draw=three')).toMatchObject({
      code: 'bad-link',
      message: expect.stringMatching(/"draw".*"three"/) as unknown,
    });
    expect(codeOf('set=x&stream=true&teacher=api')).toMatchObject({
      code: 'bad-link',
      message: expect.stringMatching(/"stream"/) as unknown,
    });
    expect(codeOf('set=x&alpha=0.2')).toMatchObject({
      code: 'bad-link',
      message: expect.stringMatching(/teacher=eda/) as unknown,
    });
    expect(codeOf('draw=1')).toMatchObject({
      code: 'bad-link',
      message: expect.stringMatching(/data set/) as unknown,
    });
    expect(codeOf('set=x&iterations=0')).toMatchObject({
      code: 'bad-config',
      message: expect.stringMatching(/iterations/) as unknown,
    });
    expect(codeOf('set=x&__proto__=1')).toMatchObject({ code: 'bad-link' });
    expect(codeOf('set=x&teacher=api')).toMatchObject({ code: 'bad-config' });
  });
});
