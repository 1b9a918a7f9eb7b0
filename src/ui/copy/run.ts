/** Every word of the run view. English; a translation is another object of this shape. */
import type { Checked, StopReason, Stage } from '../../core/loop/events.ts';
import type { Proportion } from '../../core/metrics/wilson.ts';
import { REASONS, RULES } from './run-names.ts';
import { disputedCopy, rejectedCopy } from './run-rejected.ts';
import { sentenceCopy } from './run-sentence.ts';
import { armWords } from '../../core/loop/arm-words.ts';

export type { PhraseName, SentencePart } from './run-sentence.ts';

const number = new Intl.NumberFormat('en');
const n = (value: number): string => number.format(value);
const plural = (value: number, one: string, many = `${one}s`): string =>
  `${n(value)} ${value === 1 ? one : many}`;
const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
const range = ([low, high]: Proportion['interval']): string =>
  `${(low * 100).toFixed(1)}–${(high * 100).toFixed(1)}`;
const points = (share: number): string => `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(1)}`;

/** How far above or below another arm. */
const apart = (name: string, share: number): string => {
  const size = Math.abs(share * 100).toFixed(1);
  return size === '0.0' ? `Level with ${name}` : `${size} points ${share < 0 ? 'below' : 'above'} ${name}`;
};

const words = (kebab: string): string => kebab.replaceAll('-', ' ');

export const runCopy = {
  percent,
  points,
  count: n,
  score: (value: number): string => value.toFixed(2),
  interval: (share: Proportion): string => `${range(share.interval)}%`,
  intervalAndN: (share: Proportion): string => `${range(share.interval)}, n ${n(share.n)}`,
  notMeasured: 'not measured yet',
  ofThemUnreadable: (count: number): string => `${n(count)} of them unreadable`,
  wholeText: 'Show all of it',
  partOfText: 'Show less',
  wholeLabel: 'in full',
  partOfLabel: 'less',
  ofWhole: (answer: string): string => `, of the answer ${answer}`,
  final: 'final',
  none: '–',
  chance: (share: number): string => `guessing: ${Number((share * 100).toFixed(1))}%`,
  showMore: (left: number): string => `Show more (${n(left)} left)`,
  iterationName: (shown: number, last: boolean): string => (last ? 'Final fit' : `Iteration ${n(shown)}`),

  /* The sentence at the top. */
  ...sentenceCopy,
  origin: 'Open the run it came from',

  /* Controls and mode. */
  controls: 'Run controls',
  play: 'Play',
  pause: 'Pause',
  step: 'Step',
  stepIteration: 'Step iteration',
  reset: 'Reset',
  resetHint: 'Starts the same configuration anew. This run stays in the list.',
  stepBy: 'Step by',
  stepKinds: { stage: 'stage', example: 'example' },
  speed: 'Speed',
  speeds: {
    slow: 'slow',
    normal: 'normal',
    fast: 'fast',
    full: 'no delay',
    other: (ms: number): string => `${n(ms)} ms`,
  },
  modes: {
    opening: 'Opening',
    paused: 'Paused',
    playing: 'Playing',
    finished: 'Finished',
    interrupted: 'Stopped by an error',
    new: 'Not started',
    elsewhere: 'Driven by another tab',
  },
  notStarted: 'Press Play, or Step to see one stage at a time.',
  came: (share: Proportion): string =>
    `Test accuracy ${percent(share.value)} (${range(share.interval)}, n ${n(share.n)})`,
  seeResult: 'See the result',
  elsewhere:
    'Another tab of this browser drives this run. It can be watched here; to drive it here, close it there.',
  resume: 'Resume',
  resumeHint: 'Nothing paid for is lost: the run goes on from its last event.',
  stopped: (
    reason: StopReason,
    goal: { iterations: number; patience: number | null; seedAccuracy: number | null },
  ): string => {
    const sentences: Record<StopReason, string> = {
      iterations:
        goal.iterations === 0
          ? 'This arm makes one fit and adds nothing.'
          : goal.iterations === 1
            ? 'Its one iteration is done.'
            : `All ${n(goal.iterations)} iterations are done.`,
      'no-wrong': 'No seed was wrong any more, so there was nothing left to write examples from.',
      'seed-accuracy': `The goal was reached: ${goal.seedAccuracy === null ? 'the set share' : percent(goal.seedAccuracy)} of the seeds right.`,
      budget: 'The budget of new examples is used up.',
      'max-calls': 'The budget of teacher calls is used up.',
      'max-tokens': 'The budget of teacher tokens is used up.',
      'max-cost': 'The budget of money is used up.',
      patience: `The wrong set did not get smaller for ${plural(goal.patience ?? 1, 'iteration')}.`,
      'replies-used-up': 'The teacher has no reply left for any seed that is still wrong.',
      'pool-used-up': 'Every text of the unlabelled pool has been labelled.',
    };
    return sentences[reason];
  },

  /* The loop. */
  loop: {
    title: 'The loop',
    description:
      'Six stages in a ring: train, evaluate, collect wrong, ask the teacher, filter, grow; then the next iteration trains on the grown set.',
    asList: 'The loop as a list',
    caption: 'Stages of this iteration',
    stage: 'Stage',
    count: 'Count',
    again: 'then again from 1, on the grown set',
    verbs: {
      train: 'Train',
      evaluate: 'Evaluate',
      wrong: 'Collect wrong',
      teacher: 'Ask teacher',
      filter: 'Filter',
      grow: 'Grow',
    } satisfies Record<Stage, string>,
    now: 'now',
    units: {
      train: (count: number): string => (count === 1 ? 'example' : 'examples'),
      evaluate: 'asked',
      wrong: 'wrong',
      teacher: 'replies',
      filter: 'accepted',
      grow: 'examples',
    },
    of: (part: number, whole: number): string => `${n(part)} of ${n(whole)}`,
    plus: (added: number): string => `+${n(added)}`,
    rejected: 'rejected',
    test: 'test accuracy',
    iteration: (shown: number, of: number): string => `Iteration ${n(shown)} of ${n(of)}`,
    finalFit: 'Final fit',
    waiting: 'Ready to start',
    seedMarks: { right: 'right', wrong: 'wrong', open: 'not asked yet' },
    seedsTitle: 'The seeds',
    heldOut: 'Each seed asked of a student that did not see it',
    inSample: 'Asked of the student that trained on them',
    ownLeftOut: 'Each seed asked without itself among the examples shown',
    counted: (caption: string, counts: string): string => `${caption}: ${counts}.`,
    doing: {
      idea: 'The idea: examples near a mistake teach more than examples of what is already known.',
      ideaTest: 'Whether that holds here is what the comparison at the end tests.',
      begin: (size: number): string => `About to train from the base model on ${plural(size, 'example')}.`,
      beginUnchanged: (size: number): string =>
        `Nothing is trained: the examples in the prompt are about to be chosen from ${n(size)}.`,
      chooseFrom: (size: number): string =>
        `Nothing was trained: ${plural(size, 'example')} to choose those in the prompt from.`,
      train: (size: number): string => `Trained from the base model on ${plural(size, 'example')}.`,
      trainOn: (size: number): string =>
        `Trained on, from the last weights, with ${plural(size, 'example')}.`,
      evaluate: (asked: number, seeds: number, test: number, tests: number): string =>
        `Asked ${n(asked)} of ${plural(seeds, 'seed')}, ${n(test)} of ${plural(tests, 'test example')}.`,
      evaluateLeftOut: (asked: number, seeds: number, test: number, tests: number): string =>
        `Asked ${n(asked)} of ${plural(seeds, 'seed')}, each without itself among the examples shown; ${n(test)} of ${plural(tests, 'test example')}.`,
      evaluateHeldOut: (asked: number, seeds: number, test: number, tests: number): string =>
        `Asked ${n(asked)} of ${plural(seeds, 'seed')}, each seed by a student that did not see it; ${n(test)} of ${plural(tests, 'test example')}.`,
      wrong: (count: number): string =>
        count === 0 ? 'No seed is wrong.' : `${plural(count, 'seed')} wrong: only these go to the teacher.`,
      teacher: (replies: number, prompts: number): string =>
        `${n(replies)} of ${plural(prompts, 'call')} answered.`,
      failed: (count: number): string => `${plural(count, 'call')} failed.`,
      filter: (candidates: number, accepted: number): string =>
        `${plural(candidates, 'candidate')} checked, ${n(accepted)} accepted.`,
      grow: (added: number, size: number): string =>
        `${plural(added, 'example')} added: ${n(size)} to train on next.`,
      last: 'Measured on the test set; nothing is added after this fit.',
      finished: (size: number, calls: number): string =>
        `Ended with ${plural(size, 'example')} to train on and ${plural(calls, 'teacher call')}.`,
    },
  },
  announce: (mode: string, doing: string): string => `${mode}. ${doing}`,

  /* Iterations. */
  table: {
    title: 'Iterations',
    caption: 'What each iteration came to. Shares with their 95% interval.',
    iteration: 'Iteration',
    trainSize: 'Trained on',
    seedAccuracy: 'Seeds right,',
    seedHint: 'trained on',
    leftOutHint: 'own left out',
    heldOutHint: 'held out',
    testAccuracy: 'Test accuracy',
    wrong: 'Wrong',
    candidates: 'Candidates',
    accepted: 'Accepted',
    rejected: 'Rejected',
    calls: 'Teacher calls',
    unparsable: 'Unreadable',
    unparsableHint:
      'An answer that cannot be read counts as not right and is shown apart. Unreadable: of seeds and test examples together.',
    select: (name: string): string => `Show the wrong seeds of ${name.toLowerCase()}`,
    empty: 'Each iteration adds a row here: what it trained on, what it got right, what the teacher wrote.',
  },

  /* Accuracy. */
  chart: {
    title: 'Accuracy',
    caption: 'Accuracy by iteration, with 95% intervals',
    note: 'Bands and whiskers are 95% Wilson intervals.',
    axis: 'iteration',
    sizeAxis: 'examples trained on',
    across: 'Across',
    acrossKinds: { iteration: 'iteration', trainSize: 'training set size' },
    asTable: 'Show as table',
    asChart: 'Show as chart',
    series: { test: 'test accuracy', seeds: 'seeds, trained on', heldOut: 'seeds, held out' },
    shortSeries: { test: 'test', seeds: 'trained on', heldOut: 'held out' },
    hint: 'Arrow keys move between iterations; or point at the chart.',
    group: 'Accuracy by iteration. Arrow keys move between the points.',
    value: (name: string, share: Proportion): string =>
      `${name} ${percent(share.value)} (${range(share.interval)}, n ${n(share.n)})`,
    point: (iteration: string, size: number, values: readonly string[]): string =>
      `${iteration}, trained on ${n(size)}: ${values.join('; ')}`,
    trainedOn: (size: number): string => `trained on ${plural(size, 'example')}`,
    empty: 'After the first evaluation the test accuracy stands here, then one point for each iteration.',
  },

  /* Wrong seeds. */
  wrong: {
    title: 'Wrong seeds',
    choose: 'Of iteration',
    current: 'the current one',
    lastOne: (name: string): string => `last: ${name.toLowerCase()}`,
    summary: (count: number, seeds: number): string => `${n(count)} of ${plural(seeds, 'seed')}`,
    soFar: (count: number, asked: number): string => `${n(count)} wrong among ${n(asked)} asked so far`,
    heldOut: 'Answers are those of the fit that did not see the seed.',
    inSample: 'Answers are those of the student that trained on the seed.',
    ownLeftOut: 'Answers are to prompts in which the seed itself was not among the examples.',
    label: 'label',
    answer: 'answered',
    isLabel: 'its label',
    isAnswer: 'the answer',
    unreadable: 'unreadable answer',
    before: (shown: readonly number[]): string =>
      shown.length === 0 ? 'wrong for the first time' : `wrong before: iteration ${shown.map(n).join(', ')}`,
    first: 'first iteration',
    augmented: 'augmented example',
    scores: (text: string): string => `Scores for: ${text}`,
    moreLabels: (count: number): string => plural(count, 'more label'),
    ofSeed: (text: string): string => `, seed: ${text}`,
    written: (accepted: number, rejected: number): string => {
      const out = rejected === 0 ? '' : `, ${n(rejected)} rejected`;
      return `Written from it in this iteration: ${n(accepted)} accepted${out}`;
    },
    wholeRun: (accepted: number): string => `In the whole run: ${n(accepted)} accepted`,
    notFiltered: 'Reply received, not filtered yet.',
    none: 'The teacher has not written anything from this seed.',
    failed: (attempt: number, message: string): string => `Call ${n(attempt + 1)} failed: ${message}`,
    exhausted: 'No replies left: left out from now on.',
    exchanges: (count: number): string => `Prompt and raw reply (${plural(count, 'call')})`,
    call: (attempt: number): string => `Call ${n(attempt + 1)}`,
    prompt: 'Prompt',
    noPrompt: 'This teacher reads no prompt.',
    recorded: 'Recorded reply: no prompt was sent.',
    reply: 'Raw reply',
    cut: 'Cut by the token limit.',
    rawAnswer: 'Raw answer',
    roles: { system: 'system', user: 'user', assistant: 'assistant' },
    emptyWaiting:
      'The seeds have not been asked in this iteration. The ones answered wrong will be listed here.',
    emptySoFar: 'None wrong so far.',
    emptyNone: 'No seed is wrong: there is nothing to write new examples from.',
    emptyInSample:
      'A student that remembers its training set answers its own seeds right. Held-out rules ask each seed of a fit that did not see it.',
    emptyLast:
      'The final fit is only measured. Its wrong seeds are not collected, and nothing is written after it.',
  },

  /* Candidates. */
  example: {
    iteration: (shown: number): string => `iteration ${n(shown)}`,
    accepted: 'accepted',
    rejected: (reason: string): string => `rejected: ${reason}`,
    unreadable: 'No example could be read from this reply.',
    noText: '(no text)',
    repaired: 'mended while reading',
    secondLook: {
      teacher: 'second look by the teacher',
      student: 'second look by the student',
    } satisfies Record<Checked['by'], string>,
    nearest: (score: number): string => `nearest, ROUGE-L ${score.toFixed(2)}`,
    kinds: {
      seed: 'seed',
      accepted: 'accepted example',
      candidate: 'candidate of this iteration',
      test: 'test example',
    },
    testHidden: 'a test example (kept out of sight)',
    unknownText: 'text not kept',
    from: 'from',
    byRule: (rule: string): string => `by the ${RULES[rule] ?? `rule ${words(rule)}`}`,
    copy: 'the seed again',
  },
  disputed: disputedCopy,
  reason: (reason: string): string => REASONS[reason] ?? words(reason),
  rejected: rejectedCopy,

  /* Result. */
  result: {
    title: 'Result',
    test: { final: 'Test accuracy of the final fit', last: 'Test accuracy of the last student' },
    nothingAdded: 'Nothing was added, so this run equals the seeds alone.',
    tryAgain: 'Try again',
    failed: 'The comparison stopped before its end.',
    right: (share: Proportion): string => `95% interval ${range(share.interval)}%, n ${n(share.n)}`,
    ended: 'Why it ended',
    spent: (accepted: number, calls: number): string =>
      `${plural(accepted, 'example')} added, ${plural(calls, 'teacher call')}.`,
    compare: 'Compare with control arms',
    compareHint:
      'Runs the other arms on the same seeds until they have as many new examples, within the caps of this run.',
    compareTrains: 'Each of their iterations is a training at the backend again.',
    comparing: (done: number): string =>
      done === 0 ? 'Running the control arms.' : `Running the control arms: ${n(done)} done.`,
    caption: 'This run and its control arms, on the same seeds and test set',
    thisRun: 'this run',
    arm: 'Arm',
    accuracy: 'Test accuracy',
    used: 'Examples added',
    trained: 'Trained on',
    calls: 'Teacher calls',
    armName: (arm: string): string => armWords(arm).title,
    plot: 'Test accuracy of each arm with its 95% interval',
    plotAxis: 'test accuracy, %',
    more: (name: string, difference: number, low: number, high: number): string =>
      `${apart(name, difference)} (95% interval ${points(low)} to ${points(high)}).`,
    noDifference: (name: string, difference: number, low: number, high: number): string =>
      `${apart(name, difference)}, which could be chance (95% interval ${points(low)} to ${points(high)}): no difference shown.`,
    otherBudget: (name: string, here: number, there: number): string =>
      `This run added ${n(here)}, ${name} ${n(there)}.`,
    oneDraw: 'This is one run on one draw of seeds. Another draw can come out differently.',
    nothingMeasured: 'The test set was not measured in this run.',
  },
};
