/** The port of a teacher: whatever writes new examples from one the student gets wrong. */
import type { PlainError } from '../errors.ts';
import type { Example, PackReply } from '../example.ts';
import type { NetServices } from '../llm/api/chat-client.ts';
import type { LanguageModel } from '../llm/port.ts';
import type { Factory } from '../registry.ts';
import type { ChatMessage, Task } from '../tasks/port.ts';

export interface TeacherRequest {
  readonly parent: Example;
  /** How many new examples this call may bring (at most `examplesPerCall`). */
  readonly count: number;
  /** How many of this parent's replies the run has used already. */
  readonly used: number;
  /** 0 for the first call of this iteration for this parent. */
  readonly attempt: number;
  readonly messages: readonly ChatMessage[];
  /** Seed of this very call, derived from the run's. */
  readonly randomSeed: number;
}

/** A second look at one candidate's label. */
export interface CheckRequest {
  readonly messages: readonly ChatMessage[];
  /** Seed of this very call, derived from the run's. */
  readonly randomSeed: number;
}

/** Tokens as the provider counted them; null where it did not say. Unknown stays unknown. */
export interface TokenUsage {
  readonly prompt: number | null;
  readonly completion: number | null;
}

export interface TeacherReply {
  /** The reply as it came, before any reading. */
  readonly raw: string;
  readonly usage: TokenUsage | null;
  /** `length`: cut by a token limit, so its last example may be incomplete. */
  readonly finish: 'stop' | 'length' | null;
}

export interface Teacher {
  readonly id: string;
  /** For people: which teacher, at which address, for example `gpt-x at api.example.org`. */
  readonly title: string;
  /** The most new examples one call can bring. A pack's reply is one. */
  readonly examplesPerCall: number;
  /** How many calls may be under way at once. */
  readonly concurrency: number;
  /** Whether prompts reach it: only then are they built and logged. */
  readonly readsPrompts: boolean;
  /** Replies left for an example after `used` were taken; null: no limit known. */
  remaining(parent: Example, used: number): number | null;
  /**
   * One reply. Throws LabError; one whose `isRequestFault` holds concerns this call only and the
   * run goes on, any other (wrong key, no server) interrupts the run, which can be resumed.
   */
  ask(request: TeacherRequest, signal: AbortSignal): Promise<TeacherReply>;
  /** One reply to a task's `checkPrompt`; throws as `ask` does. Absent where no prompt is read. */
  check?(request: CheckRequest, signal: AbortSignal): Promise<TeacherReply>;
}

/** Codes of faults of a single call: the attempt is lost, the run goes on. */
const REQUEST_FAULTS: ReadonlySet<string> = new Set([
  'teacher-timeout',
  'teacher-empty',
  'teacher-refused',
  'teacher-too-long',
  'teacher-endless',
  'teacher-overloaded',
]);

/** Whether the run may go on after this error. */
export function isRequestFault(error: PlainError): boolean {
  return REQUEST_FAULTS.has(error.code);
}

/** What the platform (page worker, command line) lends a teacher. */
export interface TeacherServices extends NetServices {
  /** Says what replies must look like, for teachers that can be held to it, and what of a text may be edited by rule. */
  readonly task: Pick<Task, 'replySchema' | 'checkSchema' | 'editText'>;
  /** The recorded pack named in the configuration. */
  readonly pack: readonly PackReply[] | undefined;
  /** word -> synonyms, loaded when EDA is chosen. */
  readonly synonyms: () => Promise<ReadonlyMap<string, readonly string[]>>;
  /** The run's random seed. */
  readonly randomSeed: number;
  /** A language model of this id. Throws LabError where the platform has none or it is not downloaded. */
  readonly languageModel: (id: string) => Promise<LanguageModel>;
  /** The browser's own model, where there is one: it lives in the page, out of a worker's reach. */
  readonly builtIn?: BuiltInModel;
}

/** The browser's built-in language model (Prompt API). */
export interface BuiltInModel {
  /**
   * One reply. Throws LabError `built-in-missing` where the browser has none, `built-in-download` where it
   * must be fetched first; rejects with AbortError when `signal` fires.
   * @param jsonSchema the reply must fit it
   */
  ask(messages: readonly ChatMessage[], jsonSchema: string, signal: AbortSignal): Promise<string>;
}

export type TeacherFactory<Config> = Factory<Config, TeacherServices, Teacher>;
