/**
 * ROUGE-L F-measure (Lin 2004) over whole texts, tokens as rouge_score has them without stemming.
 * The longest common subsequence is found bit-parallel (Hyyrö 2004, "Bit-parallel LCS-length
 * computation revisited"): one machine word advances 32 cells of the dynamic programme.
 */

/** Tokens: runs of `[a-z0-9]` of the lower-cased text. */
export function rougeTokens(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9]+/gu) ?? [];
}

/** A text prepared for many comparisons: its tokens as numbers of one vocabulary. */
export type TokenIds = Int32Array;

/** Numbers tokens; texts that are compared must share one vocabulary. */
export class Vocabulary {
  readonly #ids = new Map<string, number>();

  get size(): number {
    return this.#ids.size;
  }

  encode(text: string): TokenIds {
    const tokens = rougeTokens(text);
    const ids = new Int32Array(tokens.length);
    for (const [i, token] of tokens.entries()) {
      let id = this.#ids.get(token);
      if (id === undefined) {
        id = this.#ids.size;
        this.#ids.set(token, id);
      }
      ids[i] = id;
    }
    return ids;
  }
}

const WORD = 32;

/**
 * One text, ready to be compared with many others. Building it costs one pass over its tokens;
 * a comparison one over the other text's.
 */
export class RougeQuery {
  readonly length: number;
  readonly #words: number;
  /** token -> offset of its match mask in #masks, plus one; 0: the token does not occur here. */
  readonly #slot: Int32Array;
  readonly #masks: Int32Array;
  readonly #state: Int32Array;

  /** @param vocabularySize an upper bound on the ids that comparisons will bring */
  constructor(ids: TokenIds, vocabularySize: number) {
    this.length = ids.length;
    this.#words = Math.max(1, Math.ceil(ids.length / WORD));
    this.#slot = new Int32Array(vocabularySize);
    this.#masks = new Int32Array(ids.length * this.#words);
    this.#state = new Int32Array(this.#words);
    let next = 0;
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] as number;
      let slot = this.#slot[id] as number;
      if (slot === 0) {
        slot = next * this.#words + 1;
        next += 1;
        this.#slot[id] = slot;
      }
      const at = slot - 1 + (i >>> 5);
      this.#masks[at] = (this.#masks[at] as number) | (1 << (i & 31));
    }
  }

  /** F-measure in [0, 1] against another text of the same vocabulary; 0 when either has no tokens. */
  score(other: TokenIds): number {
    if (this.length === 0 || other.length === 0) return 0;
    const common = this.#words === 1 ? this.#lcsOneWord(other) : this.#lcs(other);
    return (2 * common) / (this.length + other.length);
  }

  #lcsOneWord(other: TokenIds): number {
    const slots = this.#slot;
    const masks = this.#masks;
    let v = -1;
    for (let i = 0; i < other.length; i++) {
      const slot = slots[other[i] as number] as number;
      if (slot === 0) continue;
      const u = v & (masks[slot - 1] as number);
      // Addition may carry out of 32 bits; |0 drops that carry, as the algorithm wants.
      v = (v + u) | (v - u);
    }
    const used = this.length === WORD ? -1 : (1 << this.length) - 1;
    return ones(~v & used);
  }

  #lcs(other: TokenIds): number {
    const state = this.#state.fill(-1);
    const words = this.#words;
    for (let i = 0; i < other.length; i++) {
      const slot = this.#slot[other[i] as number] as number;
      if (slot === 0) continue;
      let carry = 0;
      for (let w = 0; w < words; w++) {
        const v = state[w] as number;
        const u = v & (this.#masks[slot - 1 + w] as number);
        const sum = (v >>> 0) + (u >>> 0) + carry;
        carry = sum > 0xffffffff ? 1 : 0;
        state[w] = sum | 0 | (v & ~u);
      }
    }
    let common = 0;
    for (let w = 0; w < words; w++) {
      const bits = Math.min(WORD, this.length - w * WORD);
      const used = bits === WORD ? -1 : (1 << bits) - 1;
      common += ones(~(state[w] as number) & used);
    }
    return common;
  }
}

/** Number of set bits of a 32-bit word. */
function ones(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** ROUGE-L F-measure of two texts, in [0, 1]. For many comparisons use Vocabulary and RougeQuery. */
export function rougeL(a: string, b: string): number {
  const vocabulary = new Vocabulary();
  const first = vocabulary.encode(a);
  const second = vocabulary.encode(b);
  return new RougeQuery(first, vocabulary.size).score(second);
}
