import type { ReferencePrompt } from "../core/classifier-rule.ts";
import { BUCKETS, eachFeature } from "./embedding.ts";

/** A reference prompt, and how near it is. */
export interface Neighbour {
  readonly prompt: ReferencePrompt;
  /** Cosine of the angle between the two texts' features: 0 where they share none, 1 where all. */
  readonly similarity: number;
}

/** Reference prompts, ready to be searched. */
export interface NeighbourIndex {
  /** At most `most` prompts that share anything with a text, nearest first; ties in file order. */
  nearest(text: string, most: number): readonly Neighbour[];
}

/** Where each bucket's prompts stand, and how much the bucket weighs in each of them. */
interface Postings {
  /** The postings of bucket b run from `starts[b]` to `starts[b + 1]`. */
  readonly starts: Uint32Array;
  readonly prompts: Uint32Array;
  readonly weights: Float32Array;
}

/**
 * Indexes prompts once. A feature weighs the more the rarer it is among them, and each text's
 * weights make a vector of length 1. A search visits only prompts that share a feature, and
 * allocates nothing but its answer: it runs for every record.
 */
export function createNeighbourIndex(prompts: readonly ReferencePrompt[]): NeighbourIndex {
  const text = createFeatureCounter();
  const rarity = rarities(prompts, text);
  const { starts, prompts: promptOf, weights } = postings(prompts, rarity, text);
  const scores = new Float64Array(prompts.length);
  return {
    nearest(asked, most) {
      let squares = 0;
      text.count(asked, (bucket, count) => {
        const weight = weightOf(count, rarity[bucket]!);
        squares += weight * weight;
        for (let at = starts[bucket]!; at < starts[bucket + 1]!; at += 1) {
          scores[promptOf[at]!]! += weight * weights[at]!;
        }
      });
      const found = best(scores, most).map((index) => ({
        prompt: prompts[index]!,
        similarity: Math.min(1, scores[index]! / Math.sqrt(squares)),
      }));
      scores.fill(0);
      return found;
    },
  };
}

/** How often each feature of a text occurs, in the order of first sight. */
interface FeatureCounter {
  count(text: string, each: (bucket: number, count: number) => void): void;
}

function createFeatureCounter(): FeatureCounter {
  const counts = new Uint32Array(BUCKETS);
  const seen: number[] = [];
  return {
    count(text, each) {
      seen.length = 0;
      eachFeature(text, (bucket) => {
        if (counts[bucket] === 0) seen.push(bucket);
        counts[bucket]! += 1;
      });
      for (const bucket of seen) {
        const count = counts[bucket]!;
        counts[bucket] = 0;
        each(bucket, count);
      }
    },
  };
}

/** The tenth time that a word occurs says less than the first. */
function weightOf(count: number, rarity: number): number {
  return (1 + Math.log(count)) * rarity;
}

/** By bucket: 1 for a feature of every prompt, the more the fewer have it. */
function rarities(prompts: readonly ReferencePrompt[], text: FeatureCounter): Float64Array {
  const having = new Float64Array(BUCKETS);
  for (const prompt of prompts) text.count(prompt.text, (bucket) => (having[bucket]! += 1));
  return having.map((count) => 1 + Math.log((1 + prompts.length) / (1 + count)));
}

function postings(
  prompts: readonly ReferencePrompt[],
  rarity: Float64Array,
  text: FeatureCounter,
): Postings {
  const starts = new Uint32Array(BUCKETS + 1);
  for (const prompt of prompts) text.count(prompt.text, (bucket) => (starts[bucket + 1]! += 1));
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) starts[bucket + 1]! += starts[bucket]!;
  const next = starts.slice();
  const all = starts[BUCKETS]!;
  const promptOf = new Uint32Array(all);
  const weights = new Float32Array(all);
  for (const [index, prompt] of prompts.entries()) {
    let squares = 0;
    text.count(prompt.text, (bucket, count) => {
      squares += weightOf(count, rarity[bucket]!) ** 2;
    });
    text.count(prompt.text, (bucket, count) => {
      const at = next[bucket]!;
      next[bucket] = at + 1;
      promptOf[at] = index;
      weights[at] = weightOf(count, rarity[bucket]!) / Math.sqrt(squares);
    });
  }
  return { starts, prompts: promptOf, weights };
}

/** The positions of the highest scores above 0, highest first; of equal ones the earlier first. */
function best(scores: Float64Array, most: number): readonly number[] {
  const found: number[] = [];
  for (let index = 0; index < scores.length; index += 1) {
    const score = scores[index]!;
    if (!(score > 0)) continue;
    if (found.length === most && !(score > scores[found.at(-1)!]!)) continue;
    let place = found.length;
    while (place > 0 && scores[found[place - 1]!]! < score) place -= 1;
    found.splice(place, 0, index);
    if (found.length > most) found.pop();
  }
  return found;
}
