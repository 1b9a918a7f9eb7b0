/** A key on its way from its field to the lab. It is never part of a configuration, a link or a log. */
import type { Lab } from '../lab.ts';

export class KeyEntry {
  text = $state('');
  remember = $state(false);

  /** Hands the key over, if one was typed, and empties the field. */
  keep(lab: Lab, baseUrl: string): void {
    const key = this.text.trim();
    if (key === '' || baseUrl === '') return;
    lab.keys.set(baseUrl, key, this.remember);
    this.text = '';
  }
}
