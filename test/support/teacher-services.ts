/** Services for tests of teachers: nothing waits, nothing reaches a network unless a test says so. */
import { createClassification } from '../../src/core/tasks/classification/classification.ts';
import type { TeacherServices } from '../../src/core/teachers/port.ts';

export function teacherServices(overrides: Partial<TeacherServices> = {}): TeacherServices {
  return {
    task: createClassification({ labels: ['positive', 'negative'] }),
    fetch: () => Promise.reject(new Error('This test lends no network.')),
    sleep: () => Promise.resolve(),
    keyFor: () => undefined,
    pack: undefined,
    synonyms: () => Promise.resolve(new Map()),
    randomSeed: 1,
    languageModel: () => Promise.reject(new Error('This test lends no language model.')),
    ...overrides,
  };
}
