/** The students, by the id a configuration names. Each goes with a trainer of the same id. */
import type { StudentConfig } from '../config/schema.ts';
import type { Encoder } from '../encoders/port.ts';
import type { NetServices } from '../llm/api/chat-client.ts';
import type { LanguageModel } from '../llm/port.ts';
import type { Entry, Factory } from '../registry.ts';
import { configured, Registry } from '../registry.ts';
import type { Task } from '../tasks/port.ts';
import type { TuningProgress } from '../trainers/fine-tuning/port.ts';
import type { Student } from './port.ts';

/** What a student and its trainer may use. Nothing is loaded before it is called for. */
export interface StudentServices {
  readonly task: Task;
  /** The encoder the configuration names. */
  readonly encoder: () => Promise<Encoder>;
  /** A language model of this id. Throws LabError where the platform has none or it is not downloaded. */
  readonly languageModel: (id: string) => Promise<LanguageModel>;
  /** The network, and the student's key. */
  readonly net: NetServices;
  /** Told how a fit outside this tab stands, and null when it is over. */
  readonly onTuning: (progress: TuningProgress | null) => void;
}

export type StudentFactory<Config = StudentConfig> = Factory<Config, StudentServices, Student>;

export const students = new Registry<StudentFactory>('student', [
  entry('head', async () => {
    const { headStudent } = await import('./head.ts');
    return async (_config, { task, encoder }) => headStudent(task.labels, await encoder());
  }),
  entry('in-context', async () => {
    const { inContextStudent } = await import('./in-context/in-context.ts');
    // Here and not with the first question: a model that is missing is said before anything is logged.
    return async (config, services) =>
      inContextStudent(config, services, await services.languageModel(config.model));
  }),
  entry('api', async () => {
    const { apiStudent } = await import('./api/api-student.ts');
    return (config, services) => Promise.resolve().then(() => apiStudent(config, services));
  }),
  entry('backend', async () => {
    const { backendStudent } = await import('./backend/backend-student.ts');
    return (config, services) => Promise.resolve(backendStudent(config, services));
  }),
]);

function entry<Id extends StudentConfig['id']>(
  id: Id,
  load: () => Promise<StudentFactory<Extract<StudentConfig, { readonly id: Id }>>>,
): Entry<StudentFactory> {
  return configured<StudentConfig, Id, StudentServices, Student>(id, load);
}
