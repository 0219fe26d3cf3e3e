import type { Path } from "../template.ts";
import type { Promised } from "./promised.ts";
import type { WrittenPolicy } from "./written-policy.ts";

type Unplaced = Omit<Promised, "place">;

const NO_OCCASION = "no made-up request or answer makes it happen";

/** A promise with the place of what writes it. */
export function promiseAt({ template }: WrittenPolicy, path: Path, promised: Unplaced): Promised {
  const isIdle = promised.drills.length === 0 && promised.notDrilled === undefined;
  return {
    ...promised,
    ...(isIdle && { notDrilled: NO_OCCASION }),
    place: template.textPlace(path),
  };
}

/** A promise that holds for every policy. */
export function unwritten(promised: Unplaced): Promised {
  return { ...promised, place: undefined };
}
