/** Whether a command that meets planted errors flags each of them, and nothing that is in order. */
import type { Expectation } from '../test/canary/expected.ts';
import { runCommand } from './gates.ts';

/** Complaints, none when all is well; says in a line how many were flagged. cwd: the planted project. */
export async function checkExpectation(
  command: string,
  cwd: string,
  { gate, flags, spares }: Expectation,
): Promise<string[]> {
  const start = performance.now();
  const env = { NO_COLOR: '1', LAB_BUILT: '1' };
  const { status, output } = await runCommand(command, { cwd, env });
  const paragraphs = output.split(/\n\s*\n/);
  const missed = flags.filter(
    ([file, words]) => !paragraphs.some((text) => text.includes(file) && text.includes(words)),
  );
  const complaints = [
    ...(status === 0 ? [`${gate} passes with errors planted`] : []),
    ...missed.map(([file, words]) => `${gate} says nothing of "${words}" about ${file}`),
    ...spares
      .filter((file) => output.includes(file))
      .map((file) => `${gate} names ${file}, which is in order`),
  ];
  if (complaints.length > 0) console.error(`=== ${gate} said:\n${output.slice(-6000)}`);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${gate.padEnd(13)} ${flags.length - missed.length} of ${flags.length} flagged, ${seconds} s`);
  return complaints;
}
