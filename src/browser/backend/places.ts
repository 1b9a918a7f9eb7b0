/** Which fine-tuning backend was used last: its address and dialect, never its key. */
import * as v from 'valibot';
import { TUNING_PROVIDERS } from '../../core/config/schema.ts';

const STORED = 'llm2llm-lab.backend';
const PlaceSchema = v.object({
  baseUrl: v.pipe(v.string(), v.url(), v.maxLength(2000)),
  provider: v.picklist(TUNING_PROVIDERS),
});
export type BackendPlace = v.InferOutput<typeof PlaceSchema>;

/** Null where there is none, or none that can be read. */
export function lastPlace(storage: Storage | null): BackendPlace | null {
  try {
    const parsed = v.safeParse(PlaceSchema, JSON.parse(storage?.getItem(STORED) ?? 'null'));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** Keeps the address for the next visit; a browser that refuses forgets it. */
export function rememberPlace(storage: Storage | null, { baseUrl, provider }: BackendPlace): void {
  try {
    storage?.setItem(STORED, JSON.stringify({ baseUrl, provider }));
  } catch {
    // A full or closed storage is no reason not to work with the backend.
  }
}

export function forgetPlace(storage: Storage | null): void {
  storage?.removeItem(STORED);
}
