import { hash53 } from "../../core/seed.ts";
import { numberColumn } from "../growing-column.ts";
import { textIndex } from "../text-index.ts";

const UNTIMED = -1;

/** The calls that were read so far: some tens of bytes each. */
export interface CallIds {
  /**
   * Whether a call is new. Attempts of one request may share an id (`shares`); with the same start,
   * or in another request, it is a row that was exported `twice`.
   */
  add(id: string, foldKey: string, startMs: number | undefined): "new" | "shares" | "twice";
  /** Gives its memory back. */
  readonly free: () => void;
}

export function callIds(): CallIds {
  const ids = textIndex();
  const firstStarts = numberColumn();
  const keyHashes = numberColumn();
  /** Of ids that more than one call has: each with its start. */
  const shared = textIndex();
  return {
    add: (id, foldKey, startMs = UNTIMED) => {
      const number = ids.add(id);
      const keyHash = foldKey === id ? 0 : hash53(foldKey);
      if (number >= 0) {
        firstStarts.push(startMs);
        keyHashes.push(keyHash);
        return "new";
      }
      const known = -1 - number;
      if (keyHashes.at(known) !== keyHash || firstStarts.at(known) === startMs) {
        return "twice";
      }
      return shared.add(`${startMs} ${id}`) >= 0 ? "shares" : "twice";
    },
    free: () => {
      for (const kept of [ids, firstStarts, keyHashes, shared]) kept.free();
    },
  };
}
