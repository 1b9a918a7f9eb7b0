/** What `npm run backend -- ...` asks for: a command of llm2llm-backend, and what has to be installed for it. */
import { parseArgs } from 'node:util';

const COMMANDS = ['serve', 'demo-model', 'export', 'doctor'];
/** Training and the demo model; without them there is nothing to serve. */
const ALWAYS = ['train', 'demo'];

export interface Asked {
  /** Arguments of llm2llm-backend, the command first. */
  readonly args: readonly [command: string, ...rest: string[]];
  /** Optional dependencies, by their names in backend/pyproject.toml. */
  readonly extras: readonly string[];
  /** Where the settings and the data are, for what is asked beside the command; null: where they are by default. */
  readonly config: string | null;
  readonly data: string | null;
}

/**
 * Arguments that name no command are those of `serve`.
 * @param given what stands after `npm run backend --`
 * @param environment LLM2LLM_BACKEND_ENGINE chooses an engine as --engine does
 */
export function readArguments(given: readonly string[], environment: NodeJS.ProcessEnv): Asked {
  const [first = 'serve', ...rest] = given;
  const args: Asked['args'] = COMMANDS.includes(first) ? [first, ...rest] : ['serve', ...given];
  const { values } = parseArgs({
    args: args.slice(1),
    strict: false, // llm2llm-backend says itself what it does not understand
    options: { engine: { type: 'string' }, config: { type: 'string' }, data: { type: 'string' } },
  });
  const engine = text(values.engine) ?? environment['LLM2LLM_BACKEND_ENGINE'];
  return {
    args,
    extras: engine === 'ray' ? [...ALWAYS, 'ray'] : ALWAYS,
    config: text(values.config),
    data: text(values.data),
  };
}

/** An option without its value arrives as a boolean. */
function text(value: string | boolean | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
