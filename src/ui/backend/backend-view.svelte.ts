/** The state of the view: which backend is connected, what it can do, which models it has. */
import { LabError } from '../../core/errors.ts';
import type { Abilities, ServedModel } from '../../core/trainers/fine-tuning/port.ts';
import { BACKEND } from '../copy/backend.ts';
import type { Lab } from '../lab.ts';
import { Work } from '../shell/work.svelte.ts';
import { JobsState } from './jobs.svelte.ts';
import { byId, placesOf } from './places.ts';
import type { BackendPlace, Backends, Connection } from './port.ts';

/** A backend that answered. */
export interface Connected {
  readonly connection: Connection;
  readonly abilities: Abilities;
  readonly jobs: JobsState;
}

export class BackendState {
  /** Addresses worth offering: the last one, then those of runs. */
  places = $state.raw<readonly BackendPlace[]>([]);
  connected = $state.raw<Connected | null>(null);
  models = $state.raw<readonly ServedModel[]>([]);
  /** By id. */
  runs = $state.raw(byId([]));
  readonly testing = new Work();
  readonly listing = new Work();
  readonly #lab: Lab;
  readonly #backends: Backends;
  readonly #say: (text: string) => void;

  constructor(lab: Lab, backends: Backends, say: (text: string) => void) {
    this.#lab = lab;
    this.#backends = backends;
    this.#say = say;
  }

  get backends(): Backends {
    return this.#backends;
  }

  /** What this browser knows, without asking anybody. */
  async read(): Promise<void> {
    const runs = await this.#lab.runs.list();
    this.runs = byId(runs);
    this.places = placesOf(this.#backends.last(), runs);
  }

  /** Tries a backend, and shows what it has. */
  async connect(place: BackendPlace): Promise<void> {
    this.leave();
    await this.testing.run(async (signal) => {
      if (place.baseUrl === '') throw errorOf(BACKEND.connect.noAddress);
      const connection = this.#backends.open(place);
      const abilities = await connection.host.abilities(signal);
      const jobs = new JobsState(connection.host, this.#say, () => void this.readModels());
      this.connected = { connection, abilities, jobs };
      this.#say(BACKEND.connect.works(connection.host.title));
    });
    await Promise.all([this.connected?.jobs.read(), this.readModels()]);
  }

  async readModels(): Promise<void> {
    const { connected } = this;
    if (!connected) return;
    await this.listing.instead(async (signal) => {
      const models = await connected.connection.host.models(signal);
      if (connected === this.connected) this.models = models;
    });
  }

  /** Deletes a tuned model at the backend. Throws LabError as the port does. */
  async remove(model: string, signal: AbortSignal): Promise<void> {
    await this.connected?.connection.host.deleteModel?.(model, signal);
    this.models = this.models.filter(({ id }) => id !== model);
    this.#say(BACKEND.models.removed(model));
  }

  /** Stops all that is under way, and forgets what the backend said. */
  leave(): void {
    this.testing.stop();
    this.listing.stop();
    this.connected?.jobs.stop();
    this.connected = null;
    this.models = [];
  }
}

function errorOf({ message, remedy }: { readonly message: string; readonly remedy: string }): LabError {
  return new LabError('incomplete', message, remedy);
}
