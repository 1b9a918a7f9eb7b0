/** This project's own backend: OpenAI's format, and what it adds to it (see "Beyond the wire format" in its README). */
import { dig } from '../../../llm/api/wire.ts';
import type { Abilities, TuningHost, TuningOrder } from '../port.ts';
import type { JsonClient } from './http.ts';
import { route } from './lists.ts';
import { ABSENT, jobOf, PLAIN, unlessAbsent } from './common.ts';
import { JOBS, numbersOf, openaiHost, orderBody } from './openai.ts';
import type { Dialect } from './openai.ts';
import { firstText } from './read.ts';

const LLM2LLM: Dialect = {
  settings: (order) => ({
    method: { type: 'supervised', supervised: { hyperparameters: numbersOf(order.training) } },
    metadata: { ...order.metadata, ...adapterOf(order) },
  }),
  metadata: true,
  abilities: {},
};

/** This project's backend at an address. */
export function llm2llmHost(client: JsonClient): TuningHost {
  const base = openaiHost(client, LLM2LLM);
  const { host } = client;
  const move = async (id: string, verb: 'pause' | 'resume', signal: AbortSignal) =>
    jobOf(host, await client.post(route(JOBS, id, verb), {}, signal));

  return {
    ...base,
    async abilities(signal) {
      const said = await unlessAbsent(client.get('llm2llm', signal));
      if (said !== ABSENT) return abilitiesOf(said, host);
      // Another server, or one of before it described itself.
      const found = await base.abilities(signal);
      return { ...found, notes: [...found.notes, NOT_OURS] };
    },
    async create(order, signal) {
      // The server takes a second request with the same key for the first one, so that it may be sent again.
      const options = { repeatable: true, idempotencyKey: order.key };
      return jobOf(host, await client.post(JOBS, orderBody(order, LLM2LLM), signal, options));
    },
    async fingerprint(model, signal) {
      const [said, named] = await Promise.all([
        unlessAbsent(client.get('llm2llm', signal)),
        unlessAbsent(client.get(route('models', model), signal)),
      ]);
      // `null` rather than `undefined`: absent and unknown are the same text.
      return JSON.stringify([dig(said, 'training') ?? null, dig(named, 'fingerprint') ?? null]);
    },
    pause: (id, signal) => move(id, 'pause', signal),
    resume: (id, signal) => move(id, 'resume', signal),
  };
}

const NOT_OURS =
  "It does not describe itself as this project's backend does; what it can do beyond OpenAI's format is not known.";

/** Settings that the format has no field for. */
function adapterOf({ training }: TuningOrder): Readonly<Record<string, string>> {
  if (training.method === 'full') return { training: 'full' };
  return {
    training: 'lora',
    ...(training.rank === null ? {} : { lora_rank: String(training.rank) }),
    ...(training.alpha === null ? {} : { lora_alpha: String(training.alpha) }),
  };
}

/** What the server says about itself. */
function abilitiesOf(body: unknown, host: string): Abilities {
  const scores = dig(body, 'score') === true;
  const offered = dig(body, 'mlc');
  const webllm = Array.isArray(offered) ? offered.filter((form) => typeof form === 'string') : [];
  const hardware = [firstText(body, 'device'), firstText(body, 'dtype')].filter((word) => word !== null);
  const version = firstText(body, 'version');
  const fault = firstText(body, 'fault');
  return {
    ...PLAIN,
    server: [
      'LLM2LLM backend',
      ...(version === null ? [] : [version]),
      ...(hardware.length === 0 ? [] : [`(${hardware.join(', ')})`]),
      `at ${host}`,
    ].join(' '),
    scores,
    pauses: true,
    adapterFiles: dig(body, 'adapters') === true,
    webllm,
    notes: [
      ...(fault === null ? [] : [fault]),
      ...(scores ? [] : ['It tells no likelihood of labels: answers are written and read.']),
      ...(webllm.length > 0 ? [] : ['It hands over no weights for the tab.']),
    ],
  };
}
