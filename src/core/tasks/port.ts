/** The port of a task: what is being learnt, how it is asked, how answers and replies are read. */
import type { Example } from '../example.ts';

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface TeacherPromptRequest {
  /** The example the student got wrong. */
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

export interface Task {
  readonly id: string;
  readonly labels: readonly string[];
  /**
   * The prompt a language-model student sees, in training and in evaluation alike: what does not change
   * first, then the demonstrations, the text to answer last.
   */
  studentPrompt(text: string, demonstrations?: readonly Example[]): readonly ChatMessage[];
  /** The system prompt of `teacherPrompt`, where the person has not written their own. */
  readonly teacherSystem: string;
  /** What a free-form answer may hold and where it ends; absent for a task with a closed set of labels. */
  readonly freeForm?: { readonly stop: readonly string[] };
  /** The label in a student's raw answer, or null when it cannot be read (invariant 7). */
  readAnswer(raw: string): string | null;
  teacherPrompt(request: TeacherPromptRequest): readonly ChatMessage[];
  /** Asks for the label of a text that may or may not be what it claims: a second look at a candidate. */
  checkPrompt(text: string): readonly ChatMessage[];
  /** The label in the reply to `checkPrompt`, or null when it cannot be read. Never throws. */
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
  readonly labels: readonly string[];
}

export type TaskFactory = (options: TaskOptions) => Task;
