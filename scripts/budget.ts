/** Script of the first screen, gzipped, in kB: what a person waits for before seeing anything. */
export const FIRST_SCREEN_KB = 90;
