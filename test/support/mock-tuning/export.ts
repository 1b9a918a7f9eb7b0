/** The files of a tuned model: its adapter, and the weights that are handed over to a tab. */
import { createHash } from 'node:crypto';
import { modelFiles } from '../fake-models.ts';
import type { MockJob } from './jobs.ts';
import type { TuningScenario } from './scenario.ts';
import { missing, Refusal } from './scenario.ts';

export const QUANTIZATIONS: readonly string[] = ['q0f32', 'q0f16', 'q4f32_1', 'q4f16_1'];
/** As our backend's settings have it. */
const MAIN = 'q0f32';
const LIBRARY = 'https://libs.example/tiny-model.wasm';
const PLACE = 'http://mock.example/';

const json = (value: unknown): Uint8Array<ArrayBuffer> => new TextEncoder().encode(JSON.stringify(value));

/** By name. */
export function adapterFiles(job: MockJob): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
  return new Map([
    ['adapter_config.json', json({ peft_type: 'LORA', base_model_name_or_path: job.base })],
    ['adapter_model.safetensors', new TextEncoder().encode(`weights of ${job.id}`)],
  ]);
}

/** A file of the weights for a tab; student.json lists the others. Throws Refusal. */
export function weightFile(
  scenario: TuningScenario,
  model: { readonly id: string; readonly base: string },
  revision: string,
  name: string,
): Uint8Array<ArrayBuffer> {
  const form = revision === 'main' ? MAIN : revision;
  if (!(scenario.webllm ?? QUANTIZATIONS).includes(form)) {
    throw new Refusal(400, 'unknown_quantization', `There is no quantisation ${form}.`, 'revision');
  }
  const files = scenario.weights ?? tinyWeights();
  if (name === 'student.json') return json(student(scenario, model, form, files));
  const bytes = files.get(name);
  if (!bytes) throw missing('file', name, 'name', 'file_not_found');
  return bytes;
}

function student(
  { library = LIBRARY }: TuningScenario,
  { id, base }: { readonly id: string; readonly base: string },
  form: string,
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
): unknown {
  return {
    version: 1,
    model: id,
    base,
    quantization: form,
    model_type: 'llama',
    model_lib: library,
    webllm_version: library === null ? null : '0.2.86',
    files: Object.fromEntries(
      [...files].map(([name, bytes]) => [
        name,
        { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length },
      ]),
    ),
  };
}

function tinyWeights(): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
  const all = modelFiles({ modelUrl: PLACE, libUrl: LIBRARY }, [400, 300], { hashed: false });
  all.delete(LIBRARY);
  return new Map([...all].map(([url, bytes]) => [url.slice(PLACE.length), bytes]));
}
