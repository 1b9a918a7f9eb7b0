/** What is known of the encoder without loading it. The id names weights and preprocessing. */
export const USE_LITE = { id: 'use-lite', dimensions: 512 } as const;
