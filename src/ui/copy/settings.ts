/** Words of every setting of a run: its label and its explanation. */

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
  'data.count': {
    label: 'Number of seeds',
    help: 'How many seeds are drawn in all, of any class. A class may then come out with few, or none.',
    unit: 'seeds',
  },
  'data.percent': {
    label: 'Share of the pool',
    help: 'How much of the pool is drawn, of any class, at least one seed. The paper starts from 1 % of GSM8K and 0.5 % of CaseHOLD.',
    unit: '%',
  },
  'data.draw': {
    label: 'Seed draw number',
    help: 'Which random draw of the seeds. One draw proves nothing: repeat a run with other draws before you believe it.',
  },
  task: {
    label: 'Task',
    help: 'What is learnt from these examples: how a question is put to a language model, how its answer is read, and what a teacher is asked for.',
  },
  'custom.answer': {
    label: 'How it is answered',
    help: 'Which answers count as right, and whether a teacher is held to a list of labels.',
  },
  'custom.labels': {
    label: 'Labels',
    help: 'One a line. Behind a colon may stand what a label means, for both prompts. Empty takes the labels of the data. Every label that occurs in the data must be among them.',
  },
  'custom.question': {
    label: 'How a text is put to the student',
    help: 'The same in training and in evaluation. {text} is the place of the text; the answer follows after it.',
  },
  'student.id': {
    label: 'Student',
    help: 'What is asked about the seeds and the test set, and what the training set is for: to train a head on, or to choose examples from.',
  },
  'student.model': {
    label: 'Student model',
    help: 'A language model: in this tab, one that runs on the graphics card; at an API or a fine-tuning backend, its name as the server has it. Only a backend changes its weights: there it is the base that every training starts from.',
  },
  'student.preset': {
    label: 'Service of the student',
    help: 'Fills in the address and names the extra headers a host needs.',
  },
  'student.baseUrl': {
    label: 'Base URL of the student',
    help: 'The address of an OpenAI-compatible API or of a fine-tuning backend, up to and including its version. Every seed and every test example goes there, with the examples in its prompt or, for a backend, the training sets; and nowhere else.',
  },
  'student.timeoutSeconds': {
    label: 'Wait for an answer',
    help: 'A student that takes longer stops the run; what was answered is kept, and the run can go on.',
    unit: 'seconds',
  },
  'student.provider': {
    label: 'Fine-tuning service',
    help: 'Who trains. They speak dialects of one format, so the page has to know which; choosing one fills in its usual address.',
  },
  'student.training.method': {
    label: 'What is trained',
    help: 'How many of the weights a training may change.',
  },
  'student.training.epochs': {
    label: 'Epochs of a training',
    help: 'How often one training goes through its training set. The paper takes three.',
  },
  'student.training.batchSize': {
    label: 'Batch size of a training',
    help: 'Examples in each step.',
    unit: 'examples',
  },
  'student.training.rateMultiplier': {
    label: 'Learning rate, times',
    help: "What the server's own learning rate is multiplied by. The rate it comes to is shown while it trains, and kept with the run.",
    unit: "× the server's own",
  },
  'student.training.rank': {
    label: 'LoRA rank',
    help: 'The width of the small matrices. More can hold more, and memorises more easily.',
  },
  'student.training.alpha': {
    label: 'LoRA alpha',
    help: 'How strongly the small matrices count; divided by the rank. Twice the rank is common.',
  },
  'student.answers': {
    label: 'How it answers',
    help: 'How the trained model is asked about the seeds and the test set.',
  },
  'student.system': {
    label: 'System prompt of the student',
    help: 'What the student is told before every question, in training and evaluation alike. The standard prompt follows the task; one of your own stays as you wrote it.',
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
    help: 'Answers that are written are cut there, and one cut before its end may not be readable. A label that is scored is not written and needs none of it.',
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
