import type { ProviderCall } from "../../core/provider.ts";
import { messagesHashOf } from "./recording.ts";
import type { RecordingStore } from "./recording-store.ts";
import { wordOf } from "./pack-index.ts";
import {
  requestDifferences,
  type AskedCall,
  type RequestDifference,
} from "./request-differences.ts";
import type { Recording } from "./recording.ts";
import { recordHash } from "./to-recording-line.ts";

/** Recordings that are read and compared for one miss, at most. */
const MOST_COMPARED = 48;

/** Says of calls that were not recorded which recording comes nearest, and in what it differs. */
export type DescribeMiss = (call: ProviderCall, asked: AskedCall) => string;

/**
 * Looks among the recordings of the same messages, then of the same record, then among some of
 * all. What it needs to find them is built at the first miss: most runs have none.
 */
export function createDescribeMiss(store: RecordingStore): DescribeMiss {
  let found: Findable | undefined;
  return (call, asked) => {
    const { index } = store;
    if (index.count === 0) return "no recording of this call: there are none at all";
    found ??= findableIn(store);
    const sameMessages = found.messages.linesOf(wordOf(messagesHashOf(call.record.request), 0));
    const sameRecord = found.records.linesOf(wordOf(recordHash(call.record.id), 0));
    const nearest =
      nearestOf(recordingsOn(sameMessages, store), asked) ??
      nearestOf(recordingsOn(sameRecord, store), asked) ??
      nearestOf(found.some, asked);
    return nearest === undefined ? "no recording of this call" : textOf(nearest);
  };
}

interface Findable {
  readonly messages: HashChains;
  readonly records: HashChains;
  /** Recordings spread evenly over the pack. */
  readonly some: readonly Recording[];
}

function findableIn(store: RecordingStore): Findable {
  const { index } = store;
  const picked = Math.min(index.count, MOST_COMPARED);
  const lines = Array.from({ length: picked }, (_, at) => Math.floor((at * index.count) / picked));
  return {
    messages: new HashChains(index.count, (line) => index.messagesHashOf(line)),
    records: new HashChains(index.count, (line) => index.recordHashOf(line)),
    some: recordingsOn(lines, store),
  };
}

/** Without those that a later line replaced. */
function recordingsOn(lines: readonly number[], store: RecordingStore): readonly Recording[] {
  return lines
    .filter((line) => !store.index.isSuperseded(line))
    .map((line) => store.recordingAt(line));
}

interface Nearest {
  readonly recording: Recording;
  readonly differences: readonly RequestDifference[];
  readonly weight: number;
}

function nearestOf(recordings: readonly Recording[], asked: AskedCall): Nearest | undefined {
  let nearest: Nearest | undefined;
  for (const recording of recordings) {
    const differences = requestDifferences(asked, recording);
    const weight = differences.reduce((sum, difference) => sum + difference.weight, 0);
    if (nearest === undefined || weight < nearest.weight) {
      nearest = { recording, differences, weight };
    }
  }
  return nearest;
}

function textOf({ recording, differences }: Nearest): string {
  const fields = differences.map(({ text }) => text);
  if (recording.request.body === undefined) {
    fields.push("perhaps in its body, which was not kept");
  }
  // Two wires may say the same thing in ways that only the hash tells apart.
  const where = fields.length === 0 ? "the order of its fields" : fields.join(", ");
  return `no recording of this call; the nearest, of record "${recording.recordId}", differs in ${where}`;
}

/** Lines by a hash of theirs: eight bytes a line. */
class HashChains {
  readonly #hashOf: (line: number) => number;
  readonly #latest: Int32Array;
  readonly #earlier: Int32Array;

  constructor(count: number, hashOf: (line: number) => number) {
    this.#hashOf = hashOf;
    this.#latest = new Int32Array(2 ** Math.ceil(Math.log2(count + 1))).fill(-1);
    this.#earlier = new Int32Array(count);
    for (let line = 0; line < count; line += 1) {
      const bucket = this.#bucketOf(hashOf(line));
      this.#earlier[line] = this.#latest[bucket]!;
      this.#latest[bucket] = line;
    }
  }

  /** The latest first. */
  linesOf(hash: number): readonly number[] {
    const lines: number[] = [];
    let line = this.#latest[this.#bucketOf(hash)]!;
    while (line >= 0 && lines.length < MOST_COMPARED) {
      if (this.#hashOf(line) === hash) lines.push(line);
      line = this.#earlier[line]!;
    }
    return lines;
  }

  #bucketOf(hash: number): number {
    return hash & (this.#latest.length - 1);
  }
}
