/** A registry is a list of named, lazily loaded implementations of one port. */
import { LabError } from './errors.ts';

export interface Entry<T> {
  readonly id: string;
  /** Loads the implementation. Called when it is chosen, never before. */
  readonly load: () => Promise<T>;
}

export class Registry<T> {
  readonly #kind: string;
  readonly #entries: ReadonlyMap<string, Entry<T>>;

  /** @param kind the port's name in messages, for example "teacher" */
  constructor(kind: string, entries: readonly Entry<T>[]) {
    this.#kind = kind;
    this.#entries = new Map(entries.map((entry) => [entry.id, entry]));
  }

  get ids(): string[] {
    return [...this.#entries.keys()];
  }

  /** A new registry with more entries; a platform (page, worker, command line) adds its adapters so. */
  with(entries: readonly Entry<T>[]): Registry<T> {
    return new Registry(this.#kind, [...this.#entries.values(), ...entries]);
  }

  /** The implementation called `id`. Throws LabError `unknown-<kind>` naming the known ids. */
  load(id: string): Promise<T> {
    const entry = this.#entries.get(id);
    if (!entry) {
      return Promise.reject(
        new LabError(
          `unknown-${this.#kind}`,
          `There is no ${this.#kind} called "${id}".`,
          `Choose one of: ${this.ids.join(', ')}.`,
        ),
      );
    }
    return entry.load();
  }
}

/** Makes a port's implementation from its part of the configuration and what the platform lends. */
export type Factory<Config, Services, Made> = (config: Config, services: Services) => Promise<Made>;

/**
 * An entry whose factory takes the configuration of its own id only; that of another reaching it is a
 * programming error.
 */
export function configured<Config extends { readonly id: string }, Id extends Config['id'], Services, Made>(
  id: Id,
  load: () => Promise<Factory<Extract<Config, { readonly id: Id }>, Services, Made>>,
): Entry<Factory<Config, Services, Made>> {
  const isOwn = (config: Config): config is Extract<Config, { readonly id: Id }> => config.id === id;
  return {
    id,
    load: async () => {
      const create = await load();
      return (config, services) => {
        if (!isOwn(config)) throw new Error(`The configuration of "${config.id}" went to "${id}".`);
        return create(config, services);
      };
    },
  };
}
