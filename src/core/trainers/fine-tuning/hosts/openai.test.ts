/** OpenAI's format and those who keep close to it, with bodies as they are documented. */
import { describe, expect, it } from 'vitest';
import { rejected } from '../../../../../test/support/caught.ts';
import { recordedService } from '../../../../../test/support/recorded-service.ts';
import { KEY, never, orderOf, TRAINING_FILE } from '../../../../../test/support/tuning-orders.ts';

const JOBS = '/v1/fine_tuning/jobs';
const FIT = 'a'.repeat(64);
const job = (more: object = {}) => ({
  object: 'fine_tuning.job',
  id: 'ftjob-abc',
  model: 'small-base',
  created_at: 1721764800,
  finished_at: null,
  fine_tuned_model: null,
  organization_id: 'org',
  result_files: [],
  status: 'queued',
  training_file: 'file-abc',
  validation_file: null,
  hyperparameters: { n_epochs: 3, batch_size: 'auto', learning_rate_multiplier: 'auto' },
  seed: 42,
  trained_tokens: null,
  estimated_finish: null,
  integrations: [],
  metadata: null,
  error: { code: null, message: null, param: null },
  ...more,
});
const list = (...data: readonly object[]) => ({ object: 'list', data, has_more: false });

describe('OpenAI', () => {
  it('takes a file, and an order with every number left to it', async () => {
    const { host, sent } = recordedService('openai', {
      'POST /v1/files': { id: 'file-abc', object: 'file', purpose: 'fine-tune', status: 'processed' },
      [`POST ${JOBS}`]: job(),
    });
    const file = await host.upload(TRAINING_FILE, 'r1.jsonl', never);
    const made = await host.create(orderOf(file, { training: { rank: 8 } }), never);
    expect(sent.map(({ line, body }) => ({ line, body }))).toEqual([
      { line: 'POST /v1/files', body: { purpose: 'fine-tune', file: `r1.jsonl: ${TRAINING_FILE}` } },
      {
        line: `POST ${JOBS}`,
        body: {
          model: 'small-base',
          training_file: 'file-abc',
          seed: 7,
          suffix: 'llm2llm-1',
          method: {
            type: 'supervised',
            supervised: {
              hyperparameters: { n_epochs: 'auto', batch_size: 'auto', learning_rate_multiplier: 'auto' },
            },
          },
          metadata: { run: 'r1', fit: FIT },
        },
      },
    ]);
    expect(Object.fromEntries(sent[1]?.headers ?? [])).toEqual({
      authorization: `Bearer ${KEY}`,
      'content-type': 'application/json',
    });
    expect(made).toEqual({
      id: 'ftjob-abc',
      status: 'queued',
      rawStatus: 'queued',
      base: 'small-base',
      tuned: null,
      createdAt: 1721764800,
      finishedAt: null,
      estimatedFinish: null,
      trainedTokens: null,
      error: null,
      metadata: {},
      training: {
        learningRate: null,
        epochs: 3,
        batchSize: null,
        rank: null,
        alpha: null,
        totalSteps: null,
      },
    });
  });

  it('says what it can do without being asked to do anything', async () => {
    const { host, sent } = recordedService('openai', { [`GET ${JOBS}`]: list() });
    const found = await host.abilities(never);
    expect(found).toMatchObject({ server: 'api.example.org', scores: false, adopts: true, answers: true });
    expect(found.notes.at(-1)).toContain('does not list its models');
    expect(sent.map(({ line }) => line)).toEqual([`GET ${JOBS}?limit=1`, 'GET /v1/models']);
    expect(await host.models(never)).toEqual([]);
  });

  it('without the routes of jobs is no fine-tuning service', async () => {
    const { host } = recordedService('openai', { 'GET /v1/models': list() });
    expect((await rejected(host.abilities(never))).code).toBe('backend-not-found');
  });

  it('may pay no heed to the metadata asked for: every job is looked at, on every page', async () => {
    const mine = job({ id: 'ftjob-2', created_at: 2, metadata: { fit: FIT, run: 'r1' } });
    const older = { ...mine, id: 'ftjob-1', created_at: 1 };
    const { host, sent, answers } = recordedService('openai', {});
    let page = 0;
    answers.set(`GET ${JOBS}`, () =>
      page++ === 0 ? { ...list(job({ id: 'ftjob-9' })), has_more: true } : list(mine, older),
    );
    expect((await host.find({ fit: FIT }, never))?.id).toBe('ftjob-2');
    expect(sent.map(({ line }) => line)).toEqual([
      `GET ${JOBS}?metadata[fit]=${FIT}&limit=100`,
      `GET ${JOBS}?metadata[fit]=${FIT}&limit=100&after=ftjob-9`,
    ]);
    page = 0;
    expect(await host.find({ fit: 'another' }, never)).toBeNull();
  });

  it('never ends a walk through a list that never ends', async () => {
    const { host, sent } = recordedService('openai', {
      [`GET ${JOBS}`]: { ...list(job()), has_more: true },
    });
    expect(await host.find({ fit: FIT }, never)).toBeNull();
    expect(sent).toHaveLength(50);
  });

  it.each([
    ['newest first, as documented', (events: readonly object[]) => events.toReversed()],
    ['oldest first, as some do', (events: readonly object[]) => events],
  ])('lists events %s', async (_order, arrange) => {
    const event = (n: number, more: object = {}) => ({
      object: 'fine_tuning.job.event',
      id: `ftevent-${n}`,
      created_at: 100 + n,
      level: 'info',
      message: 'Files validated.',
      type: 'message',
      data: null,
      ...more,
    });
    const all = [
      event(1),
      event(2, { message: 'Step 10/100: training loss=0.73' }),
      event(3, { level: 'warning', data: { current_step: 11, training_loss: 0.5, lr: 1e-4 } }),
    ];
    const { host } = recordedService('openai', {
      [`GET ${JOBS}/ftjob-abc/events`]: list(...arrange(all)),
    });
    const read = await host.events('ftjob-abc', null, never);
    expect(read).toMatchObject([
      { id: 'ftevent-1', step: null, loss: null, createdAt: 101 },
      { id: 'ftevent-2', step: 10, totalSteps: 100, loss: 0.73 },
      { id: 'ftevent-3', step: 11, loss: 0.5, learningRate: 1e-4, level: 'warn' },
    ]);
    expect(await host.events('ftjob-abc', 'ftevent-2', never)).toEqual(read.slice(2));
  });

  it('refuses to cancel what is over, which is as good; anything else is a fault', async () => {
    const refused = () => Response.json({ error: { message: 'Already over.' } }, { status: 400 });
    const { host, answers } = recordedService('openai', {
      [`POST ${JOBS}/ftjob-abc/cancel`]: refused,
      [`GET ${JOBS}/ftjob-abc`]: job({ status: 'succeeded', fine_tuned_model: 'ft:small-base:org::1' }),
    });
    expect(await host.cancel('ftjob-abc', never)).toMatchObject({ status: 'succeeded' });
    answers.set(`GET ${JOBS}/ftjob-abc`, job({ status: 'running' }));
    expect(await rejected(host.cancel('ftjob-abc', never))).toMatchObject({ code: 'backend-refused' });
  });

  it('keeps ids inside their route', async () => {
    const { host, sent } = recordedService('openai', {});
    await rejected(host.job('a/../../x?y#z', never));
    expect(sent[0]?.line).toBe(`GET ${JOBS}/a%2F..%2F..%2Fx%3Fy%23z`);
  });

  it.each([[null], [[]], ['text'], [{ id: 'x' }], [{ status: 'queued' }], [{ id: '..', status: 'queued' }]])(
    'answers with %j for a job, which is none',
    async (body) => {
      const { host } = recordedService('openai', {
        [`GET ${JOBS}/x`]: () => Response.json(body),
        [`GET ${JOBS}`]: () => Response.json({ data: [body, { id: 'good', status: 'queued' }] }),
      });
      expect((await rejected(host.job('x', never))).code).toBe('backend-bad-reply');
      // In a list it does not hide the others.
      expect((await host.jobs(null, never)).items.map(({ id }) => id)).toEqual(['good']);
    },
  );
});

describe('Nebius', () => {
  it('takes its numbers at the top level, an absolute rate, and a mark instead of metadata', async () => {
    const { host, sent } = recordedService('nebius', { [`POST ${JOBS}`]: job() });
    const training = { epochs: 2, rateMultiplier: 2, rank: 16, alpha: 32 };
    await host.create(orderOf('file-abc', { training }), never);
    await host.create(orderOf('file-abc', { training: { method: 'full', rank: 16 } }), never);
    expect(sent.map(({ body }) => body)).toEqual([
      {
        model: 'small-base',
        training_file: 'file-abc',
        seed: 7,
        suffix: 'llm2llm-1-aaaaaaaaaaaa',
        hyperparameters: { lora: true, n_epochs: 2, learning_rate: 2e-5, lora_r: 16, lora_alpha: 32 },
      },
      expect.objectContaining({ hyperparameters: { lora: false } }),
    ]);
  });

  it('shows the suffix of a job, by which it is found again', async () => {
    const mine = job({ id: 'ftjob-2', suffix: 'llm2llm-1-aaaaaaaaaaaa', total_steps: 40 });
    const { host } = recordedService('nebius', { [`GET ${JOBS}`]: list(job(), mine) });
    expect(await host.find({ fit: FIT }, never)).toMatchObject({
      id: 'ftjob-2',
      training: { totalSteps: 40 },
    });
    expect(await host.find({ fit: 'b'.repeat(64) }, never)).toBeNull();
    expect(await host.find({ run: 'r1' }, never)).toBeNull();
  });

  it('says that a tuned model has to be deployed', async () => {
    const { host } = recordedService('nebius', {
      [`GET ${JOBS}`]: list(),
      'GET /v1/models': list({ id: 'm' }),
    });
    const found = await host.abilities(never);
    expect(found).toMatchObject({ answers: false, adopts: true });
    expect(found.notes[0]).toContain('deployed');
  });
});

describe('Crusoe', () => {
  it('takes LoRA’s numbers among the others', async () => {
    const { host, sent } = recordedService('crusoe', { [`POST ${JOBS}`]: job() });
    await host.create(orderOf('file-abc', { suffix: '', training: { rank: 16 } }), never);
    expect(sent[0]?.body).toEqual({
      model: 'small-base',
      training_file: 'file-abc',
      seed: 7,
      suffix: 'aaaaaaaaaaaa',
      method: {
        type: 'supervised',
        supervised: {
          hyperparameters: {
            n_epochs: 'auto',
            batch_size: 'auto',
            learning_rate_multiplier: 'auto',
            lora_rank: 16,
          },
        },
      },
    });
  });

  it('trains no whole model, which is said before anything is ordered', async () => {
    const { host, sent } = recordedService('crusoe', {});
    const error = await rejected(host.create(orderOf('f', { training: { method: 'full' } }), never));
    expect(error).toMatchObject({ code: 'backend-refused' });
    expect(sent).toEqual([]);
  });

  it('says that a finished job leaves files', async () => {
    const { host } = recordedService('crusoe', { [`GET ${JOBS}`]: list() });
    const found = await host.abilities(never);
    expect(found.answers).toBe(false);
    expect(found.notes.join(' ')).toContain('files of its checkpoints');
  });
});
