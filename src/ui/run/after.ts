/**
 * Makes a derivation depend on `change`. The state of a run is folded in place, so reading it tells Svelte
 * nothing; what changes is named instead, and the derivation is skipped as long as that stays the same.
 */
export function after<T>(_change: unknown, make: () => T): T {
  return make();
}
