/** The fixture's run with language models in both roles: answers scored from examples in the prompt, labels checked. */
import type { LoopEvent, Predicted } from '../../core/loop/events.ts';
import { fixtureEvents } from './fixture.ts';

export const STUDENT = 'SmolLM2-135M-Instruct-q0f16-MLC';

/** Every seed is asked once, without itself; the second look disputes the first candidate and cannot read the next. */
export function inContextEvents(): LoopEvent[] {
  const events = fixtureEvents({
    prompts: true,
    test: 20,
    iterations: 2,
    config: {
      student: { id: 'in-context', model: STUDENT },
      teacher: { id: 'api', baseUrl: 'http://localhost/v1', model: 'm', priceInput: 1, priceOutput: 2 },
      wrongSet: { rule: 'leave-one-out' },
      stops: { maxCalls: 50, maxTokens: 20_000 },
      filters: { labelCheck: 'student' },
    },
  });
  const places = new Map<string, number>();
  return events.flatMap((event) => adapt(event, places));
}

function adapt(event: LoopEvent, places: Map<string, number>): LoopEvent[] {
  switch (event.type) {
    case 'run-started':
      return [{ ...event, student: { id: 'in-context', changes: 'none' } }];
    case 'predicted':
      // What the fixture asks of a held-out fit is what such a student answers anyway.
      if (event.of === 'seeds') return [];
      return [{ ...event, of: event.of === 'held-out' ? 'seeds' : event.of, ...read(event) }];
    case 'replied':
      return [{ ...event, usage: { prompt: 200, completion: event.parent === 'film-1' ? null : 40 } }];
    case 'judged': {
      const { iteration, parent, attempt, label } = event;
      const place = places.size;
      places.set(event.id, place);
      const look = { type: 'checked', iteration, parent, attempt, index: 0, by: 'student' } as const;
      if (place === 0) {
        const other = label === 'positive' ? 'negative' : 'positive';
        return [
          { ...look, label: other },
          { ...event, reject: 'label-disputed', rule: 'label-check' },
        ];
      }
      if (place === 1) {
        return [
          { ...look, label: null, raw: 'Hard to say.' },
          { ...event, reject: 'label-unchecked', rule: 'label-check' },
        ];
      }
      return [{ ...look, label }, event];
    }
    case 'grown':
      return [{ ...event, added: event.added.filter((id) => (places.get(id) ?? 2) > 1) }];
    default:
      return [event];
  }
}

function read({ id }: Predicted): Pick<Predicted, 'by' | 'shown'> {
  return { by: 'scored', shown: ['film-3', 'film-4'].filter((other) => other !== id) };
}
