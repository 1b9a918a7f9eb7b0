/** What the models view may ask of the browser. Implemented by src/browser/models/models.ts. */
import type { Finding, BrowserFacts } from '../../core/models/preflight.ts';
import type { DownloadProgress } from '../../core/models/progress.ts';
import type { TunedWeights } from '../../core/models/tuned.ts';
import type { ModelRecord, ModelStatus } from '../../core/models/records.ts';

export interface PreflightResult {
  readonly facts: BrowserFacts;
  readonly findings: readonly Finding[];
  readonly canRun: boolean;
}

export interface ModelActivity {
  readonly doing: 'download' | 'verify' | 'remove';
  readonly progress: DownloadProgress | null;
}

export interface VerifyResult {
  readonly checked: number;
  readonly damaged: readonly string[];
  readonly hashed: boolean;
}

export interface Models {
  list(): Promise<ModelRecord[]>;
  preflight(): Promise<PreflightResult>;
  status(id: string): Promise<ModelStatus>;
  activity(id: string): ModelActivity | null;
  /** The listener gets the id of a model whose activity has changed. Returns what ends it. */
  subscribe(listener: (id: string) => void): () => void;
  download(id: string): Promise<'complete' | 'stopped'>;
  /** Stops a download or a check; whole files stay. */
  pause(id: string): Promise<void>;
  /** Stops a download and deletes what it had. */
  cancel(id: string): Promise<void>;
  verify(id: string): Promise<VerifyResult | 'stopped'>;
  remove(id: string): Promise<void>;
  /** Bytes of the weights as the source lists them; asks the network. */
  weightsBytes(id: string, signal: AbortSignal): Promise<number>;
  readonly custom: {
    add(
      input: { readonly weights: string; readonly library: string; readonly title: string },
      signal: AbortSignal,
    ): Promise<ModelRecord>;
    /** A model that a fine-tuning backend hands over; its twin where it is in the list already. */
    addTuned(weights: TunedWeights, title: string, signal: AbortSignal): Promise<ModelRecord>;
    remove(id: string): Promise<void>;
  };
  readonly mirror: {
    get(): Promise<string | null>;
    set(base: string): Promise<string | null>;
  };
}
