/** Examples a mock teacher "writes": made of the prompt alone, so the same request brings the same ones. */
import { randomStream } from '../../src/core/random.ts';

export interface MockExample {
  readonly text: string;
  readonly label: string;
}

const FILLERS = (
  'amber basket cedar dusty evening ferry garden harbour island journey kettle lantern meadow northern orchard ' +
  'pebble quiet river saddle timber upland valley winter yellow anchor bridge copper distant early forest'
).split(' ');

/**
 * Examples for a chat request's body. Half the words come from the example in the prompt (a line of JSON
 * with `text` and `label`), half are fillers, so that they stay near it and differ from each other.
 */
export function inventExamples(body: Readonly<Record<string, unknown>>): MockExample[] {
  const messages = Array.isArray(body['messages'])
    ? (body['messages'] as readonly { content?: unknown }[])
    : [];
  const last = messages.at(-1)?.content;
  const prompt = typeof last === 'string' ? last : '';
  const { text, label } = parentIn(prompt);
  const count = Number(/(\d+) new examples?/u.exec(prompt)?.[1] ?? 1);
  const seed = Number(body['seed'] ?? 0);
  return Array.from({ length: count }, (_, i) => {
    const random = randomStream(seed, 'mock-examples', prompt, i);
    const own = random.shuffle(text.split(/\s+/u).filter(Boolean)).slice(0, 6);
    const words = random.shuffle([...own, ...random.shuffle(FILLERS).slice(0, 6)]);
    return { text: words.join(' '), label };
  });
}

function parentIn(prompt: string): MockExample {
  for (const line of prompt.split('\n')) {
    try {
      const value = JSON.parse(line) as Partial<Record<string, unknown>> | null;
      if (typeof value?.['text'] === 'string' && typeof value['label'] === 'string') {
        return { text: value['text'], label: value['label'] };
      }
    } catch {
      // Not the line with the example.
    }
  }
  return { text: prompt, label: 'unknown' };
}
