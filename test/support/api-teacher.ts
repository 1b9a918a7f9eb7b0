/** What the tests of the API teacher share: a mock server, a teacher asked of it, and a request. */
import { createClassification } from '../../src/core/tasks/classification/classification.ts';
import type { ApiTeacherConfig } from '../../src/core/config/schema.ts';
import type {
  CheckRequest,
  Teacher,
  TeacherReply,
  TeacherRequest,
  TeacherServices,
} from '../../src/core/teachers/port.ts';
import { createTeacher } from '../../src/core/teachers/registry.ts';
import type { MockApi, MockScenario } from './mock-api.ts';
import { teacherServices } from './teacher-services.ts';

export const KEY = 'sk-Test_0123456789abcdefghijklmnop';
export const task = createClassification({ labels: ['positive', 'negative'] });
export const parent = { id: 'p1', text: 'A dull film, naïve and slow — 退屈.', label: 'negative' };
/** A reply with characters of one to four bytes. */
export const examples = [{ text: 'Ça traîne: “slow” 🐌 — 退屈', label: 'negative' }];
export const content = JSON.stringify({ examples });
/** A signal that never fires. */
export const never = new AbortController().signal;

export function request(count = 1, randomSeed = 7): TeacherRequest {
  const messages = task.teacherPrompt({
    purpose: 'similar',
    parent,
    wrongAnswer: 'positive',
    count,
    shown: [],
    system: null,
  });
  return { parent, count, used: 0, attempt: 0, messages, randomSeed };
}

export interface Thrown {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly stack: string;
}

/** What a promise rejects with; an error of its own where it does not. */
export async function failure(promise: Promise<unknown>): Promise<Thrown> {
  const thrown: unknown = await promise.then(
    () => new Error('It did not fail.'),
    (error: unknown) => error,
  );
  return thrown as Thrown;
}

/** `ask` and `check` are bound: tests may take them off the teacher. */
type BoundTeacher = Omit<Teacher, 'ask' | 'check'> & {
  readonly ask: (request: TeacherRequest, signal: AbortSignal) => Promise<TeacherReply>;
  readonly check?: (request: CheckRequest, signal: AbortSignal) => Promise<TeacherReply>;
};

/** Starts the scenario and makes a teacher that talks to the server; waits between tries take no time. */
export function apiTeacher(
  api: MockApi,
  scenario: MockScenario,
  config: Partial<ApiTeacherConfig> = {},
  services: Partial<TeacherServices> = {},
): Promise<BoundTeacher> {
  api.play(scenario);
  const complete: ApiTeacherConfig = {
    examplesPerCall: 8,
    system: null,
    priceInput: null,
    priceOutput: null,
    id: 'api',
    baseUrl: api.baseUrl,
    model: 'mock-model',
    preset: 'custom',
    temperature: 0.5,
    maxTokens: 512,
    concurrency: 3,
    timeoutSeconds: 20,
    stream: true,
    showWrongAnswer: true,
    ...config,
  };
  return createTeacher(complete, teacherServices({ fetch, keyFor: () => KEY, ...services }));
}
