/** Words of every setting of a run: its label, its explanation, and what its choices mean. */

export interface FieldWords {
  readonly label: string;
  readonly help: string;
  /** Stands behind the field. */
  readonly unit?: string;
}

/** Every setting by its path in the configuration. */
export const FIELD_WORDS: Readonly<Record<string, FieldWords>> = {
  'data.id': {
    label: 'Data set',
    help: 'The labelled examples: a pool that seeds are drawn from, and a test set held out for measuring.',
  },
  'data.perClass': {
    label: 'Seeds a class',
    help: 'How many seeds are drawn of every class. Few seeds are the point: the paper starts from ten. Empty takes the whole pool.',
    unit: 'seeds',
  },
  'data.draw': {
    label: 'Seed draw number',
    help: 'Which random draw of the seeds. One draw proves nothing: repeat a run with other draws before you believe it.',
  },
  'student.id': {
    label: 'Student',
    help: 'What is asked about the seeds and the test set, and what the training set is for: to train a head on, or to choose examples from.',
  },
  'student.model': {
    label: 'Student model',
    help: 'A language model that runs in this tab, on the graphics card. Its weights never change.',
  },
  'student.demonstrations': {
    label: 'Examples in the prompt',
    help: 'How the examples that stand before the question are chosen from the training set: the seeds and every new example accepted so far. Never the text asked about, nor one with the same words.',
  },
  'student.shown': {
    label: 'Examples shown',
    help: 'How many stand in a prompt. Where they do not all fit into what the model can read, fewer do. More of them make every question slower.',
    unit: 'at most',
  },
  'student.calibrate': {
    label: 'Calibrate the scores',
    help: 'Divides out how much the model leans to each label when the text says nothing (contextual calibration, Zhao et al. 2021). Two more questions for every new set of examples. Does nothing where the model gives no scores.',
  },
  'student.maxTokens': {
    label: 'Longest answer',
    help: 'Where a task has answers written freely, they are cut there. A label is scored, not written, and needs none of it.',
    unit: 'tokens',
  },
  'student.encoder': {
    label: 'Encoder',
    help: 'The frozen model that turns a text into numbers: for the head to learn from, or to find the examples nearest to a text. Its weights never change.',
  },
  'student.l2': {
    label: 'L2 penalty',
    help: 'How strongly the head is kept small. A small penalty lets it learn the seeds by heart; a large one blurs the classes.',
  },
  'student.fit': { label: 'Fit', help: 'How the head is trained on the training set.' },
  'student.epochs': { label: 'Epochs', help: 'How often a minibatch fit goes through the training set.' },
  'student.batchSize': {
    label: 'Batch size',
    help: 'Examples in each step of a minibatch fit.',
    unit: 'examples',
  },
  'student.learningRate': { label: 'Learning rate', help: 'The size of a step of a minibatch fit (Adam).' },
  'teacher.id': { label: 'Teacher', help: 'Whatever writes new examples from one the student got wrong.' },
  'teacher.alpha': {
    label: 'Share of words changed',
    help: 'How much of a sentence EDA may swap, replace, insert or delete. More variety, and more risk that the label no longer fits.',
  },
  'teacher.preset': {
    label: 'Service',
    help: 'Fills in the address and names the extra headers a host needs.',
  },
  'teacher.baseUrl': {
    label: 'Base URL',
    help: 'The address of an OpenAI-compatible API, up to and including its version. Prompts, with the seeds in them, go there and nowhere else.',
  },
  'teacher.model': { label: 'Model', help: 'The name of the model as this service calls it.' },
  'teacher.temperature': {
    label: 'Temperature',
    help: 'How varied the replies are: 0 repeats itself, 2 rambles.',
  },
  'teacher.maxTokens': {
    label: 'Longest reply',
    help: 'The reply is cut there. Models that think before they write need far more than the sentence they end with.',
    unit: 'tokens',
  },
  'teacher.concurrency': {
    label: 'Calls at once',
    help: 'How many calls may be under way together. Lower it when the service says "too many requests".',
  },
  'teacher.timeoutSeconds': {
    label: 'Wait for a reply',
    help: 'A call that takes longer is lost, and the run goes on.',
    unit: 'seconds',
  },
  'teacher.stream': {
    label: 'Stream the replies',
    help: 'Shows the reply as it is written. Switch it off where a server cannot stream.',
  },
  'teacher.showWrongAnswer': {
    label: 'Show the teacher the wrong answer',
    help: 'Puts what the student answered into the prompt, so that the new examples can aim at that confusion.',
  },
  'teacher.examplesPerCall': {
    label: 'New examples a call',
    help: 'How many one call may be asked for. It is never asked for more than are wanted of that seed.',
    unit: 'at most',
  },
  'teacher.system': {
    label: 'System prompt',
    help: 'What the teacher is told before every seed. The standard prompt follows the labels of the data set; one of your own stays as you wrote it, on any set.',
  },
  'teacher.priceInput': {
    label: 'Price of a million prompt tokens',
    help: 'As the service states it, in its currency.',
  },
  'teacher.priceOutput': {
    label: 'Price of a million reply tokens',
    help: 'As the service states it, in the same currency.',
  },
  arm: {
    label: 'Arm',
    help: 'A way of spending the same effort. Compare arms to see what the targeting brings.',
  },
  iterations: {
    label: 'Iterations',
    help: 'How many times the wrong ones are collected and the training set grows. A last fit follows, on which the result is measured.',
  },
  perWrong: {
    label: 'New examples for each wrong seed',
    help: 'How many new examples each wrong seed is given in one iteration.',
    unit: 'an iteration',
  },
  attempts: {
    label: 'Calls for each new example',
    help: 'How often the teacher is asked again when a reply is unreadable or rejected. A cap, so that no seed can spend for ever.',
    unit: 'at most',
  },
  'wrongSet.rule': {
    label: 'What counts as wrong',
    help: 'Which student is asked about a seed: the one that trained on it, or one that did not see it.',
  },
  'wrongSet.folds': {
    label: 'Folds',
    help: 'The seeds are split into so many parts; each part is judged by a fit on the other parts and all new examples.',
  },
  'wrongSet.withoutChildren': {
    label: "Leave a held-out seed's own new examples out",
    help: 'Otherwise a seed may count as right only because its own offspring was trained on. Seeds stay wrong longer, for about twice the examples.',
  },
  weights: { label: 'Weights', help: 'Where every fit starts from.' },
  augmentFrom: { label: 'Augment from', help: 'Which wrong examples go to the teacher.' },
  measureAugmented: {
    label: 'Also ask the new examples',
    help: 'Measures how many of the new examples the student gets right. Takes time, and changes nothing else.',
  },
  'stops.seedAccuracy': {
    label: 'Stop at this share of seeds right',
    help: 'Ends the run early once so many seeds are right, between 0 and 1. The test set is never looked at for this.',
  },
  'stops.budget': {
    label: 'Stop after new examples',
    help: 'Ends the run once so many new examples have been accepted: the way to compare arms at the same budget.',
    unit: 'accepted',
  },
  'stops.maxCalls': {
    label: 'Stop after teacher calls',
    help: 'Ends the run once the teacher has been asked so often, failed calls included. The way to cap what an API costs.',
    unit: 'calls',
  },
  'stops.maxTokens': {
    label: 'Stop after teacher tokens',
    help: 'Ends the run before it would ask on, once prompts and replies together come to so many tokens. Counts what the teacher reports; where it reports nothing, nothing can be counted.',
    unit: 'tokens',
  },
  'stops.maxCost': {
    label: 'Stop after this much money',
    help: 'Ends the run before it would ask on, once the reported tokens at your prices come to this much, in the currency of the prices. Needs both prices of an API, under Teacher.',
  },
  'stops.patience': {
    label: 'Stop without progress',
    help: 'Ends the run after so many iterations in which the wrong set did not get smaller.',
    unit: 'iterations',
  },
  'filters.rougeThreshold': {
    label: 'Highest likeness to another example (0 to 1)',
    help: 'A new example is rejected when its ROUGE-L with a wrong seed or an example already there is above this: 1 allows all but exact copies.',
  },
  'filters.leakThreshold': {
    label: 'Highest likeness to a test example (0 to 1)',
    help: 'A new example is rejected when its ROUGE-L with any test example is above this, so that the test stays a test.',
  },
  'filters.maxCharacters': {
    label: 'Longest example',
    help: 'Anything longer is rejected.',
    unit: 'characters',
  },
  'filters.labelCheck': {
    label: 'Second look at the labels',
    help: 'A teacher can write an example that does not fit its label. A second look reads the new text without the label; where the two disagree, the candidate is kept apart and not trained on.',
  },
  seed: {
    label: 'Random number seed',
    help: 'Everything random in the run follows from it: the same settings and the same seed give the same run.',
  },
};

export interface ChoiceWords {
  readonly value: string;
  readonly label: string;
  readonly text?: string;
}

/** Settings with a few values: each with what it means. */
export const CHOICES: Readonly<Record<string, readonly ChoiceWords[]>> = {
  'student.id': [
    {
      value: 'head',
      label: 'A frozen encoder with a trained head',
      text: 'A small classifier is trained in this tab on what a sentence encoder makes of the texts. Only this head changes. Needs no graphics card.',
    },
    {
      value: 'in-context',
      label: 'A language model that reads examples in its prompt (weights unchanged)',
      text: 'Nothing is trained: what grows is the set that its examples are chosen from. Runs in this tab on the graphics card (WebGPU), from a model that is downloaded once.',
    },
  ],
  'student.demonstrations': [
    {
      value: 'bm25',
      label: 'Nearest by words',
      text: 'Those that share the rarest words with the text (BM25). Needs no further model.',
    },
    {
      value: 'encoder',
      label: 'Nearest by meaning',
      text: 'Those that a sentence encoder places closest to the text.',
    },
    {
      value: 'random',
      label: 'The same for every text',
      text: 'Drawn at random once for each fit. The fastest: every prompt begins alike, and that part is read once.',
    },
    {
      value: 'none',
      label: 'None',
      text: 'Only the labels and the text. New examples then cannot help: a line to compare with.',
    },
  ],
  'student.encoder': [
    {
      value: 'use-lite',
      label: 'Universal Sentence Encoder Lite',
      text: 'Comes with the page; 512 numbers a sentence, English.',
    },
  ],
  'student.fit': [
    {
      value: 'full-batch',
      label: 'To convergence',
      text: 'All examples at once until nothing improves; the same result every time.',
    },
    {
      value: 'minibatch',
      label: 'In minibatches',
      text: 'A few epochs of small steps, as in the paper: the number of steps then matters.',
    },
  ],
  'teacher.id': [
    {
      value: 'recorded',
      label: 'Recorded',
      text: 'Replies written once and kept with the data set. No key, no cost, the same every time.',
    },
    {
      value: 'eda',
      label: 'EDA rules',
      text: 'Swaps, replaces, inserts and deletes words (Wei and Zou 2019). No language model.',
    },
    {
      value: 'api',
      label: 'A model through an API',
      text: 'Any OpenAI-compatible service you have a key for, or a server on this computer.',
    },
    {
      value: 'webllm',
      label: 'A language model in this tab',
      text: 'Runs on the graphics card (WebGPU), from a model that is downloaded once. No key; nothing leaves this tab.',
    },
    {
      value: 'built-in',
      label: "The browser's own model",
      text: 'The Prompt API, where the browser has one. It takes no seed, so a run with it cannot be repeated to the letter.',
    },
  ],
  arm: [
    {
      value: 'llm2llm',
      label: 'LLM2LLM',
      text: 'New examples only for the seeds the student gets wrong, anew in every iteration.',
    },
    {
      value: 'one-shot',
      label: 'One shot',
      text: 'Only the wrong ones, but all at once after the first fit: no second look.',
    },
    {
      value: 'untargeted',
      label: 'Untargeted',
      text: 'As many new examples, for seeds drawn at random, right or wrong.',
    },
    {
      value: 'seeds-repeated',
      label: 'Seeds repeated',
      text: 'Copies of seeds instead of new examples: only the number of training steps grows.',
    },
    {
      value: 'seeds-only',
      label: 'Seeds only',
      text: 'Plain training on the seeds, once. The line to beat.',
    },
  ],
  'wrongSet.rule': [
    {
      value: 'out-of-fold',
      label: 'Out of fold',
      text: 'A seed is wrong when a fit that did not see it gets it wrong. The default: it finds what the student cannot yet do.',
    },
    {
      value: 'in-sample',
      label: 'In sample',
      text: "The paper's way: train on all, then ask the same seeds. With this student it usually ends at once: a head learns its seeds by heart, so none is wrong.",
    },
    {
      value: 'leave-one-out',
      label: 'Leave one out',
      text: 'Every seed is judged by a fit on all others: out of fold with as many folds as seeds. Slowest.',
    },
  ],
  'filters.labelCheck': [
    { value: 'off', label: 'Off', text: 'The label the teacher gave is believed.' },
    {
      value: 'teacher',
      label: 'By the teacher',
      text: 'One more call for each candidate. For teachers that read prompts: an API, a model in this tab, the browser’s own.',
    },
    {
      value: 'student',
      label: 'By the student',
      text: 'The student of this iteration is asked. Works with every teacher and costs no call, but a student that is often wrong turns away good examples.',
    },
  ],
  weights: [
    {
      value: 'from-scratch',
      label: 'From scratch',
      text: 'Every iteration trains the base model anew, as the paper does.',
    },
    {
      value: 'continue',
      label: 'Continue',
      text: "On from the last iteration's weights. The paper finds this worse: it overfits the seeds.",
    },
  ],
  augmentFrom: [
    {
      value: 'seeds',
      label: 'Seeds only',
      text: 'New examples are always written from a real one, as the paper does.',
    },
    {
      value: 'seeds-and-augmented',
      label: 'Seeds and new examples',
      text: 'Wrong new examples are augmented too. Errors of the teacher can then build on each other.',
    },
  ],
};

/** What finds wrong seeds means something else where a student never reads the text's own example. */
export const IN_CONTEXT_RULES: readonly ChoiceWords[] = [
  {
    value: 'leave-one-out',
    label: 'Leave one out',
    text: 'A seed is wrong when the model, shown any examples but that one, gets it wrong. An example is never its own demonstration, so asking the seeds is leaving one out: nothing is asked twice.',
  },
  {
    value: 'out-of-fold',
    label: 'Out of fold',
    text: 'Each part of the seeds is asked again with only the other parts and the new examples to show: every seed is asked twice.',
  },
  {
    value: 'in-sample',
    label: 'In sample',
    text: 'The same as leaving one out with this student: it never reads the example it is asked about.',
  },
];
