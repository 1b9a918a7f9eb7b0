/** What the tests of fine-tuning services share: a key, a network, a training file and an order. */
import type { TuningConfig } from '../../src/core/config/schema.ts';
import type { NetServices } from '../../src/core/llm/api/chat-client.ts';
import type { TuningOrder } from '../../src/core/trainers/fine-tuning/port.ts';

export const KEY = 'sk-Test_0123456789abcdefghijklmnop';
/** A signal that never fires. */
export const never = new AbortController().signal;

const line = (text: string, label: string): string =>
  JSON.stringify({
    messages: [
      { role: 'user', content: text },
      { role: 'assistant', content: label },
    ],
  });
/** Two examples, one of each label. */
export const TRAINING_FILE = `${line('a dull film', 'bad')}\n${line('a bright film', 'good')}\n`;

/** Node's network with a key; waits between tries take no time. */
export function netWith(key: string | null = KEY, changes: Partial<NetServices> = {}): NetServices {
  return { fetch, sleep: () => Promise.resolve(), keyFor: () => key ?? undefined, ...changes };
}

type Changes = Partial<Omit<TuningOrder, 'file' | 'training'>> & {
  readonly training?: Partial<TuningConfig>;
};

/** An order that leaves every number to the service. */
export function orderOf(file: string, { training, ...changes }: Changes = {}): TuningOrder {
  return {
    model: 'small-base',
    file,
    seed: 7,
    suffix: 'llm2llm-1',
    metadata: { run: 'r1', fit: 'a'.repeat(64) },
    key: 'fit-0',
    ...changes,
    training: {
      method: 'lora',
      epochs: null,
      batchSize: null,
      rateMultiplier: null,
      rank: null,
      alpha: null,
      ...training,
    },
  };
}
