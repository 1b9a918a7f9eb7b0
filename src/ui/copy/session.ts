/** What is said while a run waits for something. */
export const sessionCopy = {
  waiting: {
    data: 'Loading the data',
    encoder: 'Loading the sentence encoder (28 MB, from this site)',
  },
} as const;
