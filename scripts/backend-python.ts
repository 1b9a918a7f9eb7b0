/** Finds a Python that the backend's environment can be made with. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { LabError } from '../src/core/errors.ts';

/** The oldest that will do: requires-python of backend/pyproject.toml. */
const OLDEST = [3, 11] as const;
/** Versions with a number first, older ones before newer ones: packages are made for them sooner. */
const NAMES = ['python3.11', 'python3.12', 'python3.13', 'python3.14', 'python3', 'python'];
const INSTALL = `Install Python ${OLDEST.join('.')} or later (Debian, Ubuntu: apt-get install python3 python3-venv; macOS: brew install python) or uv, or name one by LAB_PYTHON.`;

export interface Interpreter {
  readonly path: string;
  /** Such as 3.11.7. */
  readonly version: string;
  /** Modules it should have and has not. */
  readonly lacks: readonly string[];
}

/** What makes the environment: an interpreter, or uv, which fetches one where there is none. */
export type Maker = Interpreter | 'uv';

/** Looks for interpreters and for uv. Throws LabError when nothing here will do. */
export async function findMaker(environment: NodeJS.ProcessEnv = process.env): Promise<Maker> {
  const named = environment['LAB_PYTHON'];
  const found = await Promise.all(
    (named ? [named] : NAMES).map((name) => askInterpreter(name, ['venv', 'ensurepip'])),
  );
  if (named && !found[0]) {
    throw new LabError(
      'backend-no-python',
      `LAB_PYTHON is ${named}, which is no Python.`,
      'Correct it, or unset it.',
    );
  }
  const uv = !named && (await run('uv', ['--version'])) !== null;
  return chooseMaker(
    found.filter((one) => one !== null),
    uv,
  );
}

/**
 * The first that is new enough and complete, else uv. Throws LabError about the one that comes nearest.
 * @param found in the order in which they are preferred
 */
export function chooseMaker(found: readonly Interpreter[], uv: boolean): Maker {
  const fresh = found.filter(({ version }) => isNewEnough(version));
  const complete = fresh.find(({ lacks }) => lacks.length === 0);
  if (complete) return complete;
  if (uv) return 'uv';
  const [incomplete] = fresh;
  if (incomplete) {
    const { path, version, lacks } = incomplete;
    throw new LabError(
      'backend-no-venv',
      `Python ${version} (${path}) has no ${lacks.join(' and no ')}, so it cannot make an environment.`,
      `Install what is missing (Debian, Ubuntu: apt-get install python${minor(version)}-venv), or uv.`,
    );
  }
  const [old] = found;
  const message = old
    ? `The Python here is ${old.version} (${old.path}); the backend needs ${OLDEST.join('.')} or later.`
    : 'There is no Python here, and no uv.';
  throw new LabError(old ? 'backend-old-python' : 'backend-no-python', message, INSTALL);
}

/**
 * Asks an interpreter what it is; null when it does not start.
 * @param modules which of these it lacks is told
 */
export async function askInterpreter(
  command: string,
  modules: readonly string[],
): Promise<Interpreter | null> {
  const question = [
    'import sys, importlib.util as util',
    'print(sys.executable, "%d.%d.%d" % sys.version_info[:3], sep="\\n")',
    'print(*[name for name in sys.argv[1:] if util.find_spec(name) is None])',
  ].join('\n');
  const answer = await run(command, ['-c', question, ...modules]);
  const [path, version, lacks] = answer?.split('\n') ?? [];
  if (!path || !version) return null;
  return { path, version, lacks: lacks?.split(' ').filter(Boolean) ?? [] };
}

/** 3.11 of 3.11.7. */
export function minor(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

function isNewEnough(version: string): boolean {
  const [major = 0, minorPart = 0] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minorPart >= OLDEST[1]);
}

async function run(command: string, args: readonly string[]): Promise<string | null> {
  try {
    return (await promisify(execFile)(command, args)).stdout;
  } catch {
    return null; // not there, or a stand-in for one that is not installed
  }
}
