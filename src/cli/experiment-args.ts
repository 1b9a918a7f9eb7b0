/** The command line of `npm run experiment`. */
import { basename, dirname, join } from 'node:path';
import { readOptions, usage } from './options.ts';

export const USAGE = `Usage: npm run experiment -- FILE.json [MORE.json ...] [options]

Runs a grid of arms x teachers x sizes x random seeds x draws of the seeds, and reports what came of it. Run again, it
goes on from what is stored. Try it: npm run experiment -- examples/film-reviews.json

  --out FOLDER   where results and report go (default: beside FILE, named after it); of several files, each
                 gets a folder in it
  --plan         says what it would come to, and runs nothing
  --jobs N       cells at once (default 1): more are faster where a teacher or student is behind an API

A file says, in JSON:
  "data"         "film-reviews", "question-types", "hub:...", or {"seeds", "test", "pack"?, "task"?}: files, their
                 paths relative to this file
  "name"         a title
  "config"       settings of every run, as in a run's configuration: {"student": {...}, "teacher": {...},
                 "iterations", "data": {"perClass"}, ...}; what is left out gets its default
  "arms"         ["llm2llm", "seeds-only", ...]
  "reference"    the arm that all others are compared with (default llm2llm)
  "draws"        {"first": 1, "count": 5}: random draws of the seeds
  "sizes"        {"unit": "per-class" | "count" | "percent", "values": [10, 20]}
  "seeds"        random seeds of the runs
  "teachers"     several teachers, each as in "config"
  "budget"       {"unit": "examples" | "calls" | "tokens", "amount": N}; without an amount, every arm may spend what
                 llm2llm spent on the same draw

Keys are read from LLM2LLM_API_KEY (of teachers at further addresses: LLM2LLM_API_KEY_2, ...) and
LLM2LLM_STUDENT_API_KEY. The folder gets spec.json, results.jsonl, report.html, report.csv, report.json, and logs/ of
runs that cost something.
`;

export interface ExperimentCommand {
  readonly experiments: readonly { readonly file: string; readonly folder: string }[];
  readonly plan: boolean;
  readonly jobs: number;
}

/** Throws LabError `usage` with what is wrong; null when help was asked for. */
export function readExperimentCommand(argv: readonly string[]): ExperimentCommand | null {
  const { values, positionals } = read(argv);
  if (values.help) return null;
  if (positionals.length === 0) throw usage('No file was given.');
  const jobs = Number(values.jobs ?? 1);
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > 64) {
    throw usage(`--jobs ${values.jobs ?? ''} is not a whole number from 1 to 64.`);
  }
  const experiments = positionals.map((file) => ({
    file,
    folder: folderOf(file, values.out, positionals.length),
  }));
  const twice = experiments.find(
    ({ folder }, i) => experiments.findIndex((other) => other.folder === folder) !== i,
  );
  if (twice) throw usage(`Two of the files would be written to ${twice.folder}.`);
  return { experiments, plan: values.plan ?? false, jobs };
}

function folderOf(file: string, out: string | undefined, files: number): string {
  const name = basename(file).replace(/\.json$/iu, '');
  if (out === undefined) return join(dirname(file), name === basename(file) ? `${name}.results` : name);
  return files === 1 ? out : join(out, name);
}

function read(argv: readonly string[]) {
  return readOptions({
    args: [...argv],
    options: {
      out: { type: 'string' },
      plan: { type: 'boolean' },
      jobs: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
    strict: true,
    allowPositionals: true,
  });
}
