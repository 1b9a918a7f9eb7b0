/** The fixture's run as one of written answers: labels are worked solutions, texts are long, some answers are unreadable. */
import type { LoopEvent, Predicted } from '../../core/loop/events.ts';
import { fixtureEvents } from './fixture.ts';

/** The solution of problem n; its answer is n. */
export const solution = (n: number): string =>
  `Nell begins with none and is given one plum on each of ${n} days.\n${n} days with 1 plum each make ${n} plums.\n#### ${n}`;

const LONG = 'The orchard was wide, and every day was much like the one before it. ';
/** Long enough to be shown in part, and it ends in what is asked. */
const problem = (n: number): string => `${LONG.repeat(12)}\nHow many plums has Nell after ${n} days?`;

const numberOf = (id: string): number => Number(/\d+/u.exec(id)?.[0] ?? 0);

export function freeFormEvents(): LoopEvent[] {
  const student = { id: 'api', baseUrl: 'https://api.example/v1', model: 'small' } as const;
  const config = { task: 'gsm8k', student, wrongSet: { rule: 'leave-one-out' } } as const;
  return fixtureEvents({ test: 20, iterations: 2, unparsable: true, config }).flatMap(adapt);
}

function adapt(event: LoopEvent): LoopEvent[] {
  switch (event.type) {
    case 'run-started': {
      const seeds = event.seeds.map((seed) => {
        const n = numberOf(seed.id);
        return { ...seed, text: problem(n), label: solution(n) };
      });
      return [{ ...event, labels: [], seeds, student: { id: 'api', changes: 'none' } }];
    }
    case 'predicted':
      // What the fixture asks of a held-out fit is what such a student answers anyway.
      if (event.of === 'seeds') return [];
      return [{ ...written(event), of: event.of === 'held-out' ? 'seeds' : event.of }];
    case 'judged':
      return [judged(event)];
    default:
      return [event];
  }
}

function written({ scores: _scores, ...event }: Predicted): Predicted {
  const shown = ['film-4', 'film-5'].filter((other) => other !== event.id);
  if (event.answer === null) return { ...event, by: 'written', shown };
  const answer = String(numberOf(event.id) + (event.correct ? 0 : 1));
  return { ...event, answer, by: 'written', shown, raw: `${LONG.repeat(12)}\n#### ${answer}` };
}

function judged(event: Extract<LoopEvent, { type: 'judged' }>): LoopEvent {
  const n = numberOf(event.parent);
  if (event.reject !== null)
    return { ...event, reject: 'unreadable-label', rule: 'label', label: 'Nell has some.' };
  return { ...event, text: problem(n), label: solution(n) };
}
