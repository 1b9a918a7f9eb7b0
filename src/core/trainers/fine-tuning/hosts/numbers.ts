/** Settings of a body: what is null is left to the service. */

/** The members that are not null. */
export function given(members: Readonly<Record<string, number | null>>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])),
  );
}
