import { HarnessError } from "../../core/harness-error.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import type { CheckedDataset } from "../../datasets/check-dataset.ts";

/** Records that are in memory at a time: each chunk is one more reading of the dataset. */
const CHUNK_RECORDS = 20_000;
const BATCH_RECORDS = 500;
/** Fifty readings of a dataset are the most that anybody should wait for. */
const MOST_RECORDS = 1_000_000;

/**
 * The places of all ordinals by ascending key, ties in the order of the dataset: at place 0 stands
 * the ordinal of the record that comes first.
 */
export function orderByKey(keys: Float64Array): Uint32Array {
  const order = Uint32Array.from(keys, (_key, ordinal) => ordinal);
  return order.sort((one, other) => keys[one]! - keys[other]! || one - other);
}

/** By ordinal: where it stands in the order. */
export function placesOf(order: Uint32Array): Uint32Array {
  const places = new Uint32Array(order.length);
  for (let place = 0; place < order.length; place += 1) places[order[place]!] = place;
  return places;
}

/**
 * A dataset's records in another order than its files hold them in, in bounded memory: the dataset
 * is read once for each chunk. Rows of a file may span lines and a compressed one cannot be read
 * from its middle, so that places in the files would not do. `order` holds every ordinal once.
 */
export async function* recordsInOrder(
  dataset: Pick<CheckedDataset, "records">,
  order: Uint32Array,
  chunkRecords: number = CHUNK_RECORDS,
): AsyncGenerator<readonly ReplayRecord[]> {
  const places = placesOf(order);
  for (let start = 0; start < order.length; start += chunkRecords) {
    const chunk = await chunkOf(
      dataset,
      places,
      start,
      Math.min(chunkRecords, order.length - start),
    );
    for (let from = 0; from < chunk.length; from += BATCH_RECORDS) {
      yield chunk.slice(from, from + BATCH_RECORDS);
    }
  }
}

async function chunkOf(
  dataset: Pick<CheckedDataset, "records">,
  places: Uint32Array,
  start: number,
  size: number,
): Promise<readonly ReplayRecord[]> {
  const chunk: ReplayRecord[] = [];
  chunk.length = size;
  let missing = size;
  for await (const batch of dataset.records()) {
    for (const record of batch) {
      const place = (places[record.ordinal] ?? -1) - start;
      if (place < 0 || place >= size) continue;
      chunk[place] = record;
      missing -= 1;
    }
    if (missing === 0) break;
  }
  if (missing > 0) throw new HarnessError("bug", `${missing} records of an order were not found`);
  return chunk;
}

/** Throws `HarnessError` where a dataset is too large for another order; `why` it was to have one. */
export function assertCanBeOrdered(records: number, why: string): void {
  if (records <= MOST_RECORDS) return;
  throw new HarnessError("invalid-input", `${why}, and ${records} records are too many for that`, {
    hint: `take fewer with --sample ${MOST_RECORDS}, or sort the file beforehand`,
  });
}
