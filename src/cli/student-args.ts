/** Which student a command line asks for, and the settings that only this student has. */
import { readNumber, usage } from './options.ts';

/** The settings that only some students have; passed over, one would look as if it had been used. */
const OWN = {
  encoder: ['l2', 'fit', 'epochs', 'batch-size', 'learning-rate'],
  api: ['demonstrations', 'shown', 'answer-tokens'],
  backend: [
    'provider',
    'tuning',
    'epochs',
    'batch-size',
    'rate-multiplier',
    'lora-rank',
    'lora-alpha',
    'answers',
    'answer-tokens',
  ],
} as const;

/** What a student is called in a message. */
const STUDENT_NAMES = { encoder: 'encoder', api: 'api:URL#MODEL', backend: 'backend:URL#MODEL' } as const;
type StudentKind = keyof typeof OWN;
type OwnOption = (typeof OWN)[StudentKind][number];
type Values = Readonly<Partial<Record<OwnOption | 'student', string | undefined>>>;
const KINDS = Object.keys(OWN) as StudentKind[];

/**
 * "encoder" is the student's name on the command line: what it is to the person, not to the code.
 * Throws LabError `usage`.
 */
export function studentKind({ student = 'encoder' }: Values): StudentKind {
  const kind = student === 'encoder' ? 'encoder' : KINDS.find((one) => placeOf(one, student));
  if (kind) return kind;
  throw usage(`--student ${student} is none of ${Object.values(STUDENT_NAMES).join(', ')}.`);
}

function refuseStray(values: Values, kind: StudentKind): void {
  const mine: readonly string[] = OWN[kind];
  for (const name of new Set(Object.values(OWN).flat())) {
    if (values[name] === undefined || mine.includes(name)) continue;
    const whose = KINDS.filter((one) => (OWN[one] as readonly string[]).includes(name));
    throw usage(`--${name} goes with --student ${whose.map((one) => STUDENT_NAMES[one]).join(' or ')} only.`);
  }
}

/** The student's part of a configuration, unchecked. Throws LabError `usage`. */
export function readStudent(values: Values): unknown {
  const number = (name: OwnOption): number | undefined => readNumber(name, values[name]);
  const kind = studentKind(values);
  refuseStray(values, kind);
  switch (kind) {
    case 'encoder':
      return {
        id: 'head',
        l2: number('l2'),
        fit: values.fit,
        epochs: number('epochs'),
        batchSize: number('batch-size'),
        learningRate: number('learning-rate'),
      };
    case 'api':
      return {
        id: 'api',
        ...placeOf('api', values.student),
        demonstrations: values.demonstrations,
        shown: number('shown'),
        maxTokens: number('answer-tokens'),
      };
    case 'backend':
      return {
        id: 'backend',
        ...placeOf('backend', values.student),
        provider: values.provider,
        training: {
          method: values.tuning,
          epochs: number('epochs'),
          batchSize: number('batch-size'),
          rateMultiplier: number('rate-multiplier'),
          rank: number('lora-rank'),
          alpha: number('lora-alpha'),
        },
        answers: values.answers,
        maxTokens: number('answer-tokens'),
      };
  }
}

/** Address and model of `api:URL#MODEL`, or of a backend; null where it is none. */
export function placeOf(
  scheme: StudentKind,
  value: string | undefined,
): { baseUrl: string; model: string } | null {
  const parts = /^(?<scheme>api|backend):(?<url>[^#]+)#(?<model>.+)$/u.exec(value ?? '')?.groups;
  if (parts?.['scheme'] !== scheme) return null;
  return { baseUrl: parts['url'] ?? '', model: parts['model'] ?? '' };
}
