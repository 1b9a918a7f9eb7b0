/** What the view of a fine-tuning backend asks of it beyond the port: files, weights for the tab, answers to compare. */
import * as v from 'valibot';
import type { BackendStudentConfig } from '../../core/config/schema.ts';
import { LabError } from '../../core/errors.ts';
import { endpoint, hostOf } from '../../core/llm/api/address.ts';
import type { NetServices } from '../../core/llm/api/chat-client.ts';
import { fetchFile, fetchJson, withKey } from '../../core/models/fetching.ts';
import type { TunedWeights } from '../../core/models/tuned.ts';
import { parseStudent } from '../../core/models/tuned.ts';
import { backendPredictor } from '../../core/students/backend/backend-student.ts';
import type { Predictor } from '../../core/students/port.ts';
import type { Task } from '../../core/tasks/port.ts';
import type { JsonClient } from '../../core/trainers/fine-tuning/hosts/http.ts';
import { jsonClient } from '../../core/trainers/fine-tuning/hosts/http.ts';
import { tuningHost } from '../../core/trainers/fine-tuning/hosts/registry.ts';
import type { TuningHost } from '../../core/trainers/fine-tuning/port.ts';
import type { BackendPlace } from './places.ts';

/** A file of a tuned model. */
export interface AdapterFile {
  readonly name: string;
  readonly bytes: number;
}

/** How a model is asked. */
export type Asking = Pick<BackendStudentConfig, 'answers' | 'maxTokens'>;

const FilesSchema = v.object({
  data: v.array(
    v.object({
      name: v.pipe(v.string(), v.regex(/^[\w.-]{1,200}$/u)),
      bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    }),
  ),
});

/** Loading a model of a gigabyte before its first answer takes a while. */
const TIMEOUT_SECONDS = 300;

export class BackendConnection {
  readonly place: BackendPlace;
  readonly host: TuningHost;
  readonly #net: NetServices;
  readonly #client: JsonClient;

  /** Throws LabError `bad-address`; asks nothing yet. */
  constructor(place: BackendPlace, net: NetServices) {
    this.place = place;
    this.#net = net;
    this.host = tuningHost({ ...place, timeoutSeconds: TIMEOUT_SECONDS }, net);
    this.#client = jsonClient({ ...place, timeoutSeconds: TIMEOUT_SECONDS }, net);
  }

  /** Throws LabError as the port's methods do. */
  async files(model: string, signal: AbortSignal): Promise<readonly AdapterFile[]> {
    const parsed = v.safeParse(FilesSchema, await this.#client.get(`${modelRoute(model)}/files`, signal));
    if (parsed.success) return parsed.output.data;
    throw new LabError(
      'backend-bad-reply',
      `${hostOf(this.place.baseUrl)} answered, but not with a list of files.`,
      'Check that the address is that of a fine-tuning backend of this project.',
    );
  }

  /** One of these files, asked for with the key. Throws LabError as `fetchFile` and `withKey` do. */
  async file(model: string, name: string, signal: AbortSignal): Promise<Blob> {
    const folder = this.#folder(`${modelRoute(model)}/files/`);
    const response = await fetchFile(this.#keyed(folder), folder + encodeURIComponent(name), { signal });
    return response.blob();
  }

  /** What the backend hands over to a tab; it may have to be made first. Throws LabError `bad-student`, and as above. */
  async weights(model: string, quantization: string, signal: AbortSignal): Promise<TunedWeights> {
    const folder = this.#folder(`${modelRoute(model)}/mlc/resolve/${encodeURIComponent(quantization)}/`);
    const json = await fetchJson(this.#keyed(folder), `${folder}student.json`, signal);
    return parseStudent(json, folder, this.place.baseUrl);
  }

  /** A model there, base or tuned, asked the way a run asks its student. */
  predictor(model: string, task: Task, asking: Asking): Predictor {
    const { baseUrl } = this.place;
    return backendPredictor({ baseUrl, model, ...asking, timeoutSeconds: TIMEOUT_SECONDS }, task, this.#net);
  }

  #folder(route: string): string {
    return endpoint(this.place.baseUrl, route);
  }

  #keyed(folder: string) {
    const { fetch, keyFor } = this.#net;
    return withKey((url, init) => fetch(url, init), folder, keyFor(this.place.baseUrl));
  }
}

/** Ids may hold colons and slashes. */
function modelRoute(model: string): string {
  return `models/${encodeURIComponent(model)}`;
}
