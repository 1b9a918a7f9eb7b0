/** The real Python server in a process of its own, on a free port, with an engine that learns nothing. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import OpenAI from 'openai';
import { expect, vi } from 'vitest';
import { PYTHON } from '../../scripts/backend-environment.ts';

const TOKEN = 'sk-test-token';
/** Bytes of a file; backend/tests/fake_engine.py is the engine, and does what training texts say. */
export const UPLOAD_LIMIT = 20_000;

const SETTINGS = `
engine = "fake_engine:FakeEngine"
exporter = "fake_engine:fake_export"
upload_limit = ${UPLOAD_LIMIT}
[models.tiny]
source = "somebody/tiny"
[models.broken]
source = "/nowhere"
`;

export interface RealServer {
  /** With /v1, as the SDK wants it. */
  readonly baseURL: string;
  /** The stock client; nothing is tried twice, so that a fault is seen as it came. */
  readonly client: OpenAI;
  end(): Promise<void>;
}

/** @param stepMs how long the engine takes for a step of training */
export async function startServer(stepMs = 1): Promise<RealServer> {
  const folder = await mkdtemp(join(tmpdir(), 'lab-backend-'));
  const settings = join(folder, 'settings.toml');
  await writeFile(settings, SETTINGS);
  const args = ['-m', 'llm2llm_backend.cli', 'serve', '--port', '0'];
  const child = spawn(PYTHON, [...args, '--config', settings, '--data', join(folder, 'data')], {
    env: {
      ...process.env,
      PYTHONPATH: resolve('backend/tests'),
      FAKE_STEP_SECONDS: String(stepMs / 1000),
      LLM2LLM_BACKEND_TOKEN: TOKEN,
    },
  });
  const ended = once(child, 'exit');
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const baseURL = await new Promise<string>((found, reject) => {
    child.on('error', reject);
    child.on('exit', () => reject(new Error(`The server ended: ${said}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const [, url] = /Listening on (http:\S+)\n/.exec(said) ?? [];
      if (url) found(url);
    });
  });
  return {
    baseURL,
    client: new OpenAI({ baseURL, apiKey: TOKEN, maxRetries: 0 }),
    async end() {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

/** Chat JSONL of so many examples. @param first what the first text begins with: FAIL makes a job fail */
export function trainingData(count = 8, first = 'a film'): string {
  const line = (text: string): string =>
    JSON.stringify({
      messages: [
        { role: 'user', content: text },
        { role: 'assistant', content: 'positive' },
      ],
    });
  return Array.from({ length: count }, (_, n) => `${line(`${first} ${n}`)}\n`).join('');
}

/** The id of an uploaded file. */
export async function upload(client: OpenAI, data = trainingData(), name = 'train.jsonl'): Promise<string> {
  const file = new File([data], name);
  return (await client.files.create({ file, purpose: 'fine-tune' })).id;
}

/** The first answer that is what is waited for. */
export function eventually<T>(ask: () => Promise<T>, good: (answer: T) => boolean): Promise<T> {
  return vi.waitFor(
    async () => {
      const answer = await ask();
      expect(answer).toSatisfy(good);
      return answer;
    },
    { timeout: 30_000, interval: 20 },
  );
}

/** The job when it has come to its end. */
export function ended(client: OpenAI, id: string): Promise<OpenAI.FineTuning.FineTuningJob> {
  return eventually(
    () => client.fineTuning.jobs.retrieve(id),
    ({ status }) => ['succeeded', 'failed', 'cancelled'].includes(status),
  );
}
