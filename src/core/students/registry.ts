/** The students, by the id a configuration names. Each goes with a trainer of the same id. */
import type { StudentConfig } from '../config/schema.ts';
import type { Encoder } from '../encoders/port.ts';
import { Registry } from '../registry.ts';
import type { Student } from './port.ts';

export interface StudentServices {
  readonly labels: readonly string[];
  /** The encoder the configuration names; loads its weights when first called. */
  readonly encoder: () => Promise<Encoder>;
}

export type StudentFactory = (config: StudentConfig, services: StudentServices) => Promise<Student>;

export const students = new Registry<StudentFactory>('student', [
  {
    id: 'head',
    load: async () => {
      const { headStudent } = await import('./head.ts');
      return async (_config, { labels, encoder }) => headStudent(labels, await encoder());
    },
  },
]);
