/** Runs checks in order, stops at the first that fails, and closes with a line that counts them. */
import { runCommand } from './gates.ts';

export interface Step {
  readonly id: string;
  /** What is checked, as a headline. */
  readonly title: string;
  readonly command: string;
  /** Where it runs, if not here. */
  readonly cwd?: string;
  /** How to run it alone. */
  readonly again: string;
}

/** Whether all passed. env: for all of them. */
export async function runSteps(steps: readonly Step[], env: Record<string, string> = {}): Promise<boolean> {
  const began = performance.now();
  const lines: string[] = [];
  let failed: Step | undefined;
  for (const step of steps) {
    console.log(`\n=== ${step.title}\n    ${step.command}`);
    const start = performance.now();
    const { status } = await runCommand(step.command, {
      env,
      stdio: 'inherit',
      ...(step.cwd === undefined ? {} : { cwd: step.cwd }),
    });
    const line = `${status === 0 ? 'passed' : 'FAILED'}  ${step.id.padEnd(13)} ${seconds(start)}`;
    console.log(`--- ${line}`);
    lines.push(line);
    if (status !== 0) {
      failed = step;
      break;
    }
  }

  console.log(`\n=== Summary, ${seconds(began)}\n${lines.join('\n')}`);
  const notRun = steps.slice(lines.length).map(({ id }) => id);
  if (notRun.length > 0) console.log(`not run: ${notRun.join(', ')}`);
  if (failed) console.log(`\nFAILED: ${failed.title}. Its output is above; once more: ${failed.again}`);
  console.log(`${lines.length - (failed ? 1 : 0)} passed, ${failed ? 1 : 0} failed`);
  return !failed;
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
