import type { Path } from "../template.ts";
import type { Promised } from "./promised.ts";
import type { WrittenPolicy } from "./written-policy.ts";

type Unplaced = Omit<Promised, "place">;

/** A promise with the place of what writes it. */
export function promiseAt({ template }: WrittenPolicy, path: Path, promised: Unplaced): Promised {
  return { ...promised, place: template.textPlace(path) };
}

/** A promise that holds for every policy. */
export function unwritten(promised: Unplaced): Promised {
  return { ...promised, place: undefined };
}
