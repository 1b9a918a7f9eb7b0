/** The port of a task: what is being learnt, how it is asked, how answers and replies are read. */
import type { CustomTaskConfig } from '../config/schema.ts';
import type { Example } from '../example.ts';

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/**
 * What a teacher is asked for: new examples like one (LLM2LLM), or the same example in other words (AugGPT, Dai et
 * al., arXiv 2302.13007).
 */
export type TeacherPurpose = 'similar' | 'rephrase';

export interface TeacherPromptRequest {
  readonly purpose: TeacherPurpose;
  /** The example the student got wrong, or whichever is to be rephrased. */
  readonly parent: Example;
  /** What the student answered; null hides it from the teacher or was unparsable. */
  readonly wrongAnswer: string | null;
  /** How many new examples are asked for. */
  readonly count: number;
  /** Accepted examples of the same parent, shown so that a second try differs (reference code, odd attempts). */
  readonly shown: readonly string[];
  /** The person's own system prompt; null: the task's. */
  readonly system: string | null;
}

/** An example read from a teacher's reply, before any filter. */
export interface ParsedCandidate {
  readonly text: string;
  /** null: the reply gave none. */
  readonly label: string | null;
}

export type ParsedReply =
  | { readonly ok: true; readonly candidates: readonly ParsedCandidate[]; readonly repaired: boolean }
  | { readonly ok: false; readonly reason: string };

/** A JSON schema as text, the same bytes every time: engines keep the grammar they made of it by its text. */
export interface ReplySchema {
  /** Letters, digits and `_`: what an API calls it. */
  readonly name: string;
  readonly json: string;
}

/**
 * What is being learnt. An example is a text and a label: the label is what the student is trained to write after
 * the student prompt. For a closed set it is one of `labels`; for GSM8K it is the rationale with its `#### n`.
 */
export interface Task {
  readonly id: string;
  /** The closed set of answers, in the order of the scores; empty where answers are free-form. */
  readonly labels: readonly string[];
  /**
   * The prompt a language-model student sees, in training and in evaluation alike: what does not change
   * first, then the demonstrations, the text to answer last. A demonstration's label stands as it is.
   */
  studentPrompt(text: string, demonstrations?: readonly Example[]): readonly ChatMessage[];
  /** The standing instruction of `studentPrompt`, where the person has not written their own. */
  readonly studentSystem: string;
  /** The system prompt of `teacherPrompt`, where the person has not written their own. */
  readonly teacherSystem: string;
  /** What a free-form answer may hold and where it ends; absent for a task with a closed set of labels. */
  readonly freeForm?: { readonly stop: readonly string[] };
  /** The answer in a student's raw output, or null when it cannot be read (invariant 7). Never throws. */
  readAnswer(raw: string): string | null;
  /** The answer a label holds: the label itself, or the number at the end of a rationale. Never throws. */
  answerOf(label: string): string;
  /** Whether an answer, as `readAnswer` or `answerOf` gives it, is the right one for an example with this label. */
  isRight(answer: string, label: string): boolean;
  /**
   * Why a candidate's label cannot be trained on, in kebab-case (`missing-label`, `unreadable-label`, `unknown-label`,
   * `wrong-label`); null: it can. `parent` null: there is none whose label it would have to share (distillation).
   */
  labelFault(label: string | null, parent: Example | null): string | null;
  /**
   * Whether a head over a text's vector can learn this. Not where answers are written, nor where a label is only a
   * place in a list that every text brings along (multiple choice).
   */
  readonly forHeads: boolean;
  /** The text with its own words edited and its frame (choices, numbers) left alone; absent: all of it is words. */
  editText?(text: string, edit: (words: string) => string): string;
  teacherPrompt(request: TeacherPromptRequest): readonly ChatMessage[];
  /** Asks for the label of a text: a second look at a candidate, or an unlabelled text that is to get one. */
  checkPrompt(text: string): readonly ChatMessage[];
  /**
   * The label in the reply to `checkPrompt`, whole enough to train on, or null when it cannot be read. Never throws.
   */
  readCheck(raw: string): string | null;
  /** Reads a raw reply: strictly first, then mended (and marked so), else a reason. Never throws. */
  readReply(raw: string): ParsedReply;
  /** What a reply to `teacherPrompt` must look like, for teachers that can be held to it. */
  readonly replySchema: ReplySchema;
  /** The same for `checkPrompt`. */
  readonly checkSchema: ReplySchema;
}

/** What a task may be configured with. */
export interface TaskOptions {
  /** The data's labels; empty where answers are free-form. */
  readonly labels: readonly string[];
  /** The person's own instruction to the student; null or absent: the task's. */
  readonly studentSystem?: string | null;
  /** What a task of the person's own is; absent: the defaults of one. */
  readonly custom?: CustomTaskConfig;
}

export type TaskFactory = (options: TaskOptions) => Task;
