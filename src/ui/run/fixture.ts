/** A plausible run for tests and for looking at the view: events as a runner would log them, nothing computed. */
import { parseConfig } from '../../core/config/schema.ts';
import type { RunConfigInput } from '../../core/config/schema.ts';
import type { Example } from '../../core/example.ts';
import type { LoopEvent, Predicted, RunStarted } from '../../core/loop/events.ts';
import type { RunRecord } from '../../core/storage/port.ts';
import type { Random } from '../../core/random.ts';
import { randomStream } from '../../core/random.ts';

const LABELS = ['negative', 'positive'] as const;
const TEXTS = [
  'For all its sweeping helicopter shots and borrowed grandeur, the expedition never gives us a single person worth following up the mountain.',
  'Not once in three hours did I wish it shorter.',
  'Dull, noisy and far too long.',
  'A warm, funny, beautifully acted little film about two sisters running a failing bakery.',
  'Oh good, another haunted doll, because the last nine were so frightening.',
  'It is a bleak, punishing portrait of a mining town in winter, and I have not been so moved in years.',
  'The nicest thing I can say is that the seats in my cinema were recently replaced.',
  'I expected a cheap cash-in on the toy line and got the wittiest adventure of the summer instead.',
  'A lazy script and wooden acting sink this thriller within ten minutes.',
  'You would have to be made of concrete to sit through the last reel without reaching for a tissue.',
];
const WRITTEN = [
  'The dragons are rendered down to the last scale, yet nobody thought to give the boy who rides them a personality.',
  'At no point during this enormous family saga was I tempted to look at my watch.',
  'On the bright side, it is now over.',
  'Anyone who stays dry-eyed when the old dog hears the whistle should have his pulse checked.',
  'The popcorn was excellent, and I would recommend it to anyone unlucky enough to hold a ticket for the film.',
  'If the final duet leaves you cold, please see a doctor.',
];

export interface FixtureOptions {
  readonly seeds?: number;
  readonly test?: number;
  /** Iterations the log holds; the last fit follows when `finish` is set. */
  readonly iterations?: number;
  readonly finish?: boolean;
  readonly unparsable?: boolean;
  readonly prompts?: boolean;
  readonly config?: Partial<RunConfigInput>;
}

export function fixtureEvents(options: FixtureOptions = {}): LoopEvent[] {
  const { seeds: count = 20, test = 240, iterations = 6, finish = true } = options;
  const seeds = Array.from({ length: count }, (_, i) => seed(i));
  const random = randomStream(7, 'fixture');
  const events: LoopEvent[] = [started(seeds, test, options)];
  let size = count;
  for (let iteration = 1; iteration <= iterations; iteration++) {
    events.push(...measured(iteration, size, seeds, test, false, random, options));
    const asked = events.filter(
      (event) => event.type === 'predicted' && event.iteration === iteration && event.of === 'held-out',
    );
    const ids =
      asked.length > 0
        ? asked.flatMap((event) => (event.type === 'predicted' && !event.correct ? [event.id] : []))
        : [];
    events.push({ type: 'wrong-collected', iteration, ids });
    const added = augmented(events, iteration, ids, options);
    size += added.length;
    events.push({ type: 'grown', iteration, added, trainSize: size });
  }
  if (!finish) return fromZero(events);
  events.push(...measured(iterations + 1, size, seeds, test, true, random, options));
  events.push({ type: 'finished', iteration: iterations + 1, reason: 'iterations' });
  return fromZero(events);
}

/** Logs count iterations from 0. */
function fromZero(events: readonly LoopEvent[]): LoopEvent[] {
  return events.map((event) => ('iteration' in event ? { ...event, iteration: event.iteration - 1 } : event));
}

function seed(i: number): Example {
  const again = i < TEXTS.length ? '' : ` (${Math.floor(i / TEXTS.length) + 1})`;
  return {
    id: `film-${i + 1}`,
    text: `${TEXTS[i % TEXTS.length]}${again}`,
    label: LABELS[i % 2] ?? 'negative',
  };
}

function started(seeds: readonly Example[], test: number, options: FixtureOptions): RunStarted {
  const config = parseConfig({ data: { id: 'film-reviews' }, ...options.config });
  const teacher = config.arm === 'seeds-only' ? null : { id: config.teacher.id, title: 'Recorded replies' };
  return {
    type: 'run-started',
    v: 1,
    config,
    labels: LABELS,
    seeds,
    test: { count: test, dataHash: 'f'.repeat(64) },
    student: { id: 'head', changes: 'head' },
    teacher,
  };
}

function measured(
  iteration: number,
  trainSize: number,
  seeds: readonly Example[],
  test: number,
  last: boolean,
  random: Random,
  options: FixtureOptions,
): LoopEvent[] {
  const events: LoopEvent[] = [
    { type: 'iteration-started', iteration, trainSize, last },
    { type: 'fitted', iteration, fold: null, trainSize, steps: 41, loss: 0.21 },
  ];
  const skill = 0.63 + 0.1 * (1 - 1 / iteration);
  for (let i = 0; i < test; i++) {
    const label = LABELS[i % 2] ?? 'negative';
    events.push(
      predicted(
        iteration,
        'test',
        `film-t-${i + 1}`,
        label,
        random.unit() < skill,
        random,
        options.unparsable === true && i % 60 === 7,
      ),
    );
  }
  for (const { id, label } of seeds)
    events.push(predicted(iteration, 'seeds', id, label, true, random, false));
  if (!last) {
    for (const { id, label } of seeds) {
      const right = random.unit() < skill + 0.04 * iteration - 0.05;
      events.push(
        predicted(
          iteration,
          'held-out',
          id,
          label,
          right,
          random,
          options.unparsable === true && id === 'film-3',
        ),
      );
    }
  }
  return events;
}

function predicted(
  iteration: number,
  of: Predicted['of'],
  id: string,
  label: string,
  right: boolean,
  random: Random,
  unreadable: boolean,
): Predicted {
  const other = LABELS.find((name) => name !== label) ?? label;
  if (unreadable)
    return {
      type: 'predicted',
      iteration,
      of,
      id,
      answer: null,
      raw: 'I would rather not say.',
      correct: false,
    };
  const answer = right ? label : other;
  const high = 0.5 + Math.round(random.unit() * 450) / 1000;
  return {
    type: 'predicted',
    iteration,
    of,
    id,
    answer,
    scores: LABELS.map((name) => (name === answer ? high : Math.round((1 - high) * 1e6) / 1e6)),
    correct: right,
  };
}

/** Teacher and filter of one iteration; returns the ids of what was accepted. */
function augmented(
  events: LoopEvent[],
  iteration: number,
  parents: readonly string[],
  options: FixtureOptions,
): string[] {
  if (parents.length === 0) return [];
  events.push({ type: 'selected', iteration, targets: parents.map((id) => [id, 1] as const) });
  events.push({
    type: 'asked',
    iteration,
    requests: parents.map((parent) => ({ parent, count: 1, attempt: 0 })),
  });
  const added: string[] = [];
  parents.forEach((parent, i) => {
    const turn = (i * 3 + iteration) % 11;
    if (turn === 10) {
      const error = {
        code: 'teacher-timeout',
        message: 'The teacher did not answer within 60 seconds.',
        remedy: 'The run goes on without this call.',
      };
      events.push({ type: 'call-failed', iteration, parent, attempt: 0, error });
      return;
    }
    if (turn === 8 && iteration > 3) {
      events.push({ type: 'teacher-exhausted', iteration, parent });
      return;
    }
    const text = `${WRITTEN[(i + iteration) % WRITTEN.length]}`;
    const label = LABELS[(Number(parent.split('-')[1]) - 1) % 2] ?? 'negative';
    const messages = [
      {
        role: 'system' as const,
        content: 'You write new labelled sentences for a classifier that is learning.',
      },
      {
        role: 'user' as const,
        content: `The student got this wrong:\n${parent}\nWrite one similar example with the same label.`,
      },
    ];
    events.push({
      type: 'replied',
      iteration,
      parent,
      attempt: 0,
      ...(options.prompts ? { messages } : {}),
      raw: JSON.stringify({ text, label }),
      usage: null,
      finish: turn === 6 ? 'length' : 'stop',
    });
    const id = `${parent}+${iteration}.${i}`;
    const base = {
      type: 'judged',
      iteration,
      id,
      parent,
      attempt: 0,
      text,
      label,
      repaired: turn === 2,
      rule: 'rouge-l',
    } as const;
    if (turn === 4)
      events.push({ ...base, reject: 'near-duplicate', nearest: { kind: 'seed', id: parent, score: 0.964 } });
    else if (turn === 7)
      events.push({
        ...base,
        reject: 'test-near-duplicate',
        rule: 'leak',
        nearest: { kind: 'test', id: 'film-t-9', score: 0.93 },
      });
    else if (turn === 6)
      events.push({
        ...base,
        reject: 'unparsable',
        rule: 'parse',
        text: '',
        label: null,
        note: 'Ended in the middle of a string.',
      });
    else if (turn === 9) events.push({ ...base, reject: 'wrong-label', rule: 'label', label: 'mixed' });
    else {
      events.push({ ...base, reject: null, nearest: { kind: 'seed', id: parent, score: 0.31 } });
      added.push(id);
    }
  });
  return added;
}

/** The events up to (and with) the nth event of this type. */
export function upTo(events: readonly LoopEvent[], type: LoopEvent['type'], nth = 1): LoopEvent[] {
  let seen = 0;
  const at = events.findIndex((event) => event.type === type && ++seen === nth);
  return events.slice(0, at + 1);
}

export function fixtureRecord(start?: LoopEvent): RunRecord {
  const config = start?.type === 'run-started' ? start.config : parseConfig({ data: { id: 'film-reviews' } });
  return {
    id: 'run-1',
    name: 'Film reviews, run 1',
    createdAt: 0,
    updatedAt: 0,
    config,
    dataHash: 'f'.repeat(64),
    summary: { status: 'running', iteration: 1, trainSize: 20, testAccuracy: null },
  };
}
