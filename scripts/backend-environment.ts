/** The Python environment of the backend: made once, and again only when what it is made from has changed. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { LabError } from '../src/core/errors.ts';
import { explainInstaller } from './backend-faults.ts';
import { askInterpreter, findMaker, minor, type Maker } from './backend-python.ts';

const SOURCE = resolve('backend');
const ENVIRONMENT = resolve('.cache/backend-venv');
const STAMP = join(ENVIRONMENT, 'installed.json');
/** The environment's own interpreter. */
export const PYTHON = join(ENVIRONMENT, 'bin/python');

/** What an environment was made from. */
export interface Stamp {
  /** Its Python, such as 3.11: another one does not see the packages. */
  readonly python: string;
  /** SHA-256 of backend/pyproject.toml. */
  readonly project: string;
  /** The backend's folder, which is installed as a link to it. */
  readonly source: string;
  readonly extras: readonly string[];
}

/**
 * Sees to it that the backend is installed with these extras, and says first what it is going to do.
 * Throws LabError: no usable Python, no network, no room.
 */
export async function prepareEnvironment(extras: readonly string[]): Promise<void> {
  if (process.platform === 'win32') {
    throw new LabError('backend-windows', 'The backend does not run on Windows itself.', 'Start it in WSL.');
  }
  const project = createHash('sha256')
    .update(await readFile(join(SOURCE, 'pyproject.toml')))
    .digest('hex');
  const there = await askInterpreter(PYTHON, ['pip']);
  const stamp = there?.lacks.length === 0 ? await readStamp() : null;
  const wanted = { python: minor(there?.version ?? ''), project, source: SOURCE, extras };
  const install = extrasToInstall(stamp, wanted);
  if (!install) return;
  // One that was never finished is made anew, with the Python that is wanted now.
  const maker = stamp ? null : await findMaker();
  for (const line of announcement(maker, install)) console.log(line);
  if (maker) await makeEnvironment(maker);
  await installBackend(install);
  const made = (await askInterpreter(PYTHON, []))?.version ?? '';
  await writeFile(STAMP, JSON.stringify({ ...wanted, python: minor(made), extras: install } satisfies Stamp));
}

/** What has to be installed, with what an outdated environment had; null when everything is there. */
export function extrasToInstall(there: Stamp | null, wanted: Stamp): readonly string[] | null {
  const current =
    there?.python === wanted.python && there.project === wanted.project && there.source === wanted.source;
  if (current && wanted.extras.every((extra) => there.extras.includes(extra))) return null;
  return [...new Set([...(there?.extras ?? []), ...wanted.extras])].sort();
}

/** Variables by which somebody chooses other packages than PyPI's; their sizes are not known here. */
const INDEXES = [
  'PIP_INDEX_URL',
  'PIP_EXTRA_INDEX_URL',
  'UV_INDEX_URL',
  'UV_EXTRA_INDEX_URL',
  'UV_TORCH_BACKEND',
];

interface Circumstances {
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
}

/** What is going to happen, with sizes as measured on Linux (x86-64). maker: null keeps the environment there is. */
export function announcement(
  maker: Maker | null,
  extras: readonly string[],
  { platform, environment }: Circumstances = { platform: process.platform, environment: process.env },
): string[] {
  const install = `- install the backend in it, with what it needs for: ${extras.join(', ')}.`;
  const undo = ['To undo it, delete .cache/backend-venv.', ''];
  if (!maker) return ['The backend needs other packages than before. This will', install, ...undo];
  const [python, choice] =
    maker === 'uv'
      ? ['uv', 'UV_TORCH_BACKEND=cpu']
      : [
          `Python ${maker.version} (${maker.path})`,
          "PIP_EXTRA_INDEX_URL set to PyTorch's CPU index (pytorch.org names it)",
        ];
  const cuda = platform === 'linux' && !INDEXES.some((name) => environment[name]);
  return [
    "The backend's environment is not there yet. This will",
    `- make .cache/backend-venv with ${python},`,
    install,
    ...(cuda
      ? [
          'Together about 3 GB to download and 6 GB on disk, for on Linux PyPI has PyTorch with CUDA (it runs on a CPU',
          `too). For the much smaller one without, stop this and start it with ${choice}`,
        ]
      : []),
    ...undo,
  ];
}

async function makeEnvironment(maker: Maker): Promise<void> {
  await rm(ENVIRONMENT, { recursive: true, force: true });
  await mkdir(dirname(ENVIRONMENT), { recursive: true });
  // pip is wanted with uv too: the backend fetches the demo model's package with it.
  await runInstaller(
    maker === 'uv'
      ? ['uv', 'venv', '--quiet', '--seed', '--python', '>=3.11', ENVIRONMENT]
      : [maker.path, '-m', 'venv', ENVIRONMENT],
  );
}

async function installBackend(extras: readonly string[]): Promise<void> {
  const quiet = process.stdout.isTTY ? [] : ['--quiet'];
  const what = ['-e', `${SOURCE}[${extras.join(',')}]`];
  const made = await readFile(join(ENVIRONMENT, 'pyvenv.cfg'), 'utf8');
  const withUv = /^uv = /m.test(made);
  await runInstaller(
    withUv
      ? ['uv', 'pip', 'install', ...quiet, '--python', PYTHON, ...what]
      : [PYTHON, '-m', 'pip', 'install', ...quiet, '--disable-pip-version-check', ...what],
  );
}

/** Its output goes to ours; what it writes as faults is read as well. Throws LabError. */
async function runInstaller([command, ...args]: readonly [string, ...string[]]): Promise<void> {
  let said = '';
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'pipe'] });
  child.stderr.on('data', (chunk: Buffer) => {
    process.stderr.write(chunk);
    said += chunk.toString();
  });
  const status = await new Promise<number>((done, reject) => {
    child.on('error', reject);
    child.on('close', (code) => done(code ?? 1));
  });
  if (status !== 0) throw explainInstaller(said, status);
}

async function readStamp(): Promise<Stamp | null> {
  try {
    return JSON.parse(await readFile(STAMP, 'utf8')) as Stamp;
  } catch {
    return null; // never finished
  }
}
