/** Fine-tuning backends as the page's view of them asks for them: which are known, and one at a time to talk to. */
import type { NetServices } from '../../core/llm/api/chat-client.ts';
import type { Task } from '../../core/tasks/port.ts';
import type { LabDatabase } from '../db.ts';
import { BackendConnection } from './connection.ts';
import type { TabPredictor } from './in-tab.ts';
import type { BackendPlace } from './places.ts';
import { lastPlace, rememberPlace } from './places.ts';

export interface BackendsOptions {
  readonly db: LabDatabase;
  readonly net: NetServices;
  /** Null where the browser gives none. */
  readonly storage: Storage | null;
}

export class BrowserBackends {
  readonly #options: BackendsOptions;

  constructor(options: BackendsOptions) {
    this.#options = options;
  }

  last(): BackendPlace | null {
    return lastPlace(this.#options.storage);
  }

  /** A connection, which becomes the last one used. Throws LabError `bad-address`; asks nothing yet. */
  open(place: BackendPlace): BackendConnection {
    const connection = new BackendConnection(place, this.#options.net);
    rememberPlace(this.#options.storage, place);
    return connection;
  }

  /** A model of this tab, asked without examples. Throws as `tabPredictor` does. */
  async inTab(id: string, task: Task, maxTokens: number): Promise<TabPredictor> {
    const { tabPredictor } = await import('./in-tab.ts');
    return tabPredictor(this.#options.db, id, task, maxTokens);
  }
}
