/** Remedies that send a person to the models. */
import type { PlainError } from '../../core/errors.ts';
import { modelCopy } from '../copy/run-models.ts';

const ABOUT_MODELS =
  /^(?:model-|unknown-model$|storage-full$|built-in-|gpu-lost$|no-webgpu$|no-gpu-feature$)/u;
/** What a browser can do stands there, too, where the remedy itself does not say so. */
const ABOUT_THE_BROWSER = /^(?:gpu-lost|no-webgpu|no-gpu-feature|built-in-missing)$/u;

/** The remedy around the word that links to the models; null where there is nothing to link. */
export function modelsIn({ code, remedy }: PlainError): { before: string; after: string } | null {
  if (!ABOUT_MODELS.test(code)) return null;
  const at = /\bModels\b/u.exec(remedy);
  if (at)
    return { before: remedy.slice(0, at.index), after: remedy.slice(at.index + modelCopy.models.length) };
  if (!ABOUT_THE_BROWSER.test(code)) return null;
  const { before, after } = modelCopy.seeModels;
  return { before: `${remedy} ${before}`, after };
}
