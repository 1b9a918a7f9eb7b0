/** `npm run experiment`: whole experiments without a browser. Progress on stderr, the tables on stdout. */
import { join } from 'node:path';
import { isAbort, toPlainError } from '../core/errors.ts';
import { driveExperiment } from '../core/experiment/drive.ts';
import { planFacts } from '../core/experiment/facts.ts';
import { planCells } from '../core/experiment/plan.ts';
import { reportData } from '../core/report/data.ts';
import { runCell } from '../core/experiment/run-cell.ts';
import type { Platform } from '../core/loop/assemble.ts';
import type { ExperimentCommand } from './experiment-args.ts';
import { readExperimentCommand, USAGE } from './experiment-args.ts';
import { readExperimentFile } from './experiment-file.ts';
import { ExperimentFolder } from './experiment-folder.ts';
import { keysOf } from './experiment-keys.ts';
import { makeReport, tablesText } from './experiment-report.ts';
import { factsText, progressLine, resultLine } from './experiment-text.ts';
import { nodePlatform } from './platform.ts';

async function main(argv: readonly string[]): Promise<number> {
  const command = readExperimentCommand(argv);
  if (!command) {
    process.stdout.write(USAGE);
    return 0;
  }
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stop.abort();
    });
  }
  try {
    const platform = nodePlatform();
    for (const one of command.experiments) await run(one, command, platform, stop.signal);
    return 0;
  } catch (error) {
    if (!isAbort(error)) throw error;
    process.stderr.write('Stopped. The same command goes on from what is stored.\n');
    return 130;
  }
}

async function run(
  { file, folder }: ExperimentCommand['experiments'][number],
  { plan: onlyPlan, jobs }: ExperimentCommand,
  platform: Platform,
  signal: AbortSignal,
): Promise<void> {
  const { spec, dataset } = await readExperimentFile(file, signal);
  const plan = planCells(spec, dataset);
  const facts = factsText(spec, await planFacts(plan, dataset));
  if (onlyPlan) {
    process.stdout.write(facts);
    return;
  }
  process.stderr.write(facts);
  const store = new ExperimentFolder(folder);
  const data = reportData(spec, dataset);
  await store.open(spec, data);
  const keyFor = keysOf(spec, process.env);
  const setting = {
    dataset,
    platform: { ...platform, teacher: { ...platform.teacher, keyFor } },
    logs: store.logs(),
  };
  let left = '';
  const results = await driveExperiment({
    id: folder,
    plan,
    store,
    runCell: (job, abort) => runCell(job, setting, abort),
    concurrency: jobs,
    signal,
    clock: () => performance.now(),
    listener: {
      progress: (progress) => {
        left = progressLine(progress);
      },
      result: (result) => process.stderr.write(`${left} ${resultLine(result)}\n`),
    },
  });
  const report = makeReport(spec, data, results, `npm run experiment -- ${file}`);
  await store.writeReport(report.files);
  process.stdout.write(`${tablesText(report.document)}\nThe report: ${join(folder, 'report.html')}\n`);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const { code, message, remedy } = toPlainError(error);
  process.stderr.write(`${message}\n${remedy}\n`);
  process.exitCode = code === 'usage' || code === 'bad-config' || code === 'bad-experiment' ? 2 : 1;
}
