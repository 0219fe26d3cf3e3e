import { hash53 } from "../../core/seed.ts";

/** Where a record stands in the order that `--stop-early` draws, whatever the files': by ascending key. */
export function seededKey(seed: number, recordId: string): number {
  return hash53(`${seed}/order/${recordId}`);
}
