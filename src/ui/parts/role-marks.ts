/** The mark of every role, so that colour is never the only sign. Paths live in a box from -6 to 6. */
export const ROLES = ['seed', 'wrong', 'candidate', 'rejected', 'accepted', 'test'] as const;
export type Role = (typeof ROLES)[number];

export interface Mark {
  readonly path: string;
  /** Drawn as a line instead of a filled shape. */
  readonly stroke: boolean;
}

export const MARKS: Readonly<Record<Role, Mark>> = {
  seed: { path: 'M-4.5-4.5h9v9h-9z', stroke: false },
  wrong: { path: 'M-4.2-4.2l8.4 8.4M4.2-4.2l-8.4 8.4', stroke: true },
  candidate: { path: 'M4.6 0A4.6 4.6 0 1 1-4.6 0A4.6 4.6 0 1 1 4.6 0', stroke: true },
  rejected: { path: 'M4.6 0A4.6 4.6 0 1 1-4.6 0A4.6 4.6 0 1 1 4.6 0M-3.2 3.2l6.4-6.4', stroke: true },
  accepted: { path: 'M5 0A5 5 0 1 1-5 0A5 5 0 1 1 5 0', stroke: false },
  test: { path: 'M0-5.8L5.8 0 0 5.8-5.8 0z', stroke: false },
};
