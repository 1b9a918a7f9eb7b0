/** `npm run loop`: one run without a browser. Progress on stderr, a table on stdout. */
import { rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { isAbort, toPlainError } from '../core/errors.ts';
import { assembleRun } from '../core/loop/assemble.ts';
import { driveRun } from '../core/loop/drive.ts';
import type { LoopEvent } from '../core/loop/events.ts';
import type { RunState } from '../core/loop/state.ts';
import { MemoryRunStore } from '../core/storage/memory.ts';
import type { LoopCommand } from './args.ts';
import { readCommand, USAGE } from './args.ts';
import { readData } from './data.ts';
import { LogFile } from './log-file.ts';
import { outputOf, tableOf } from './output.ts';
import { nodePlatform } from './platform.ts';
import { tuningWords } from './tuning-words.ts';

const RUN = 'run';

async function main(argv: readonly string[]): Promise<number> {
  const command = readCommand(argv);
  if (!command) {
    process.stdout.write(USAGE);
    return 0;
  }
  const stop = new AbortController();
  process.once('SIGINT', () => {
    stop.abort();
  });
  process.once('SIGTERM', () => {
    stop.abort();
  });
  try {
    const state = await run(command, stop.signal);
    process.stdout.write(`${tableOf(state)}\n`);
    if (command.out !== null) await writeFile(command.out, `${JSON.stringify(outputOf(state), null, 2)}\n`);
    return 0;
  } catch (error) {
    if (!isAbort(error)) throw error;
    const hint = command.out === null ? '' : ' Go on with the same command and --resume.';
    process.stderr.write(`Stopped.${hint}\n`);
    return 130;
  }
}

async function run(command: LoopCommand, signal: AbortSignal): Promise<RunState> {
  const { task, custom } = command.config;
  const freeForm = task === 'custom' && custom.answer !== 'labels';
  const dataset = await readData({ ...command, task, freeForm });
  const config = { ...command.config, data: { ...command.config.data, hash: dataset.hash } };
  const platform = { ...nodePlatform(), onTuning: tuningWords(say) };
  const parts = await assembleRun(
    config,
    dataset,
    platform,
    command.out === null ? RUN : basename(command.out),
  );
  const store = command.out === null ? new MemoryRunStore() : new LogFile(`${command.out}.log.jsonl`);
  if (store instanceof LogFile && !command.resume) await store.clear();
  // A run that fails must not leave the last one's result beside its own log.
  if (command.out !== null) await rm(command.out, { force: true });
  return driveRun({ id: RUN, parts, store, signal, onEvent: progress });
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function progress(event: LoopEvent): void {
  switch (event.type) {
    case 'iteration-started':
      say(
        `iteration ${event.iteration}${event.last ? ' (last fit)' : ''}: ${event.trainSize} training examples`,
      );
      break;
    case 'wrong-collected':
      say(`  wrong: ${event.ids.length}`);
      break;
    case 'grown':
      say(`  accepted: ${event.added.length}, training set now ${event.trainSize}`);
      break;
    case 'teacher-exhausted':
      say(`  no replies left for ${event.parent}: left out from here on`);
      break;
    case 'call-failed':
      say(`  call for ${event.parent} failed: ${event.error.message}`);
      break;
    default:
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const { code, message, remedy } = toPlainError(error);
  process.stderr.write(`${message}\n${remedy}\n`);
  process.exitCode = code === 'usage' || code === 'bad-config' ? 2 : 1;
}
