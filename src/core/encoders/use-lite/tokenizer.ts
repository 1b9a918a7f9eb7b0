/** The official tokenizer of the encoder. Its module also holds a loader that goes to the network: unused here. */
export { Tokenizer } from '@tensorflow-models/universal-sentence-encoder';
export type Vocabulary = [string, number][];
