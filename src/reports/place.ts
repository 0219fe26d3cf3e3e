import type { Comparison } from "../core/comparison.ts";
import { HarnessError } from "../core/harness-error.ts";
import type { RunManifest } from "../core/run-manifest.ts";
import type { RunReport } from "./run-report.ts";

/** A value of a run's files and where it stands there, so that a number shown can be traced. */
export class Place<Value> {
  readonly value: Value;
  /** The file, and a JSON pointer into it: `comparison.json#/policies/prod/overall/records`. */
  readonly path: string;

  constructor(value: Value, path: string) {
    this.value = value;
    this.path = path;
  }

  /** The part under a key, null where the file says so; a bug where there is no such key. */
  at<Key extends keyof Value & (string | number)>(key: Key): Place<Value[Key]> {
    const { value } = this;
    if (value === null || typeof value !== "object" || !Object.hasOwn(value, key)) {
      throw new HarnessError("bug", `${this.path} has no ${key}`);
    }
    const step = String(key).replaceAll("~", "~0").replaceAll("/", "~1");
    return new Place(value[key], `${this.path}/${step}`);
  }

  /** The part under a key that may be absent or null. */
  find<Key extends keyof Value & (string | number)>(
    key: Key,
  ): Place<NonNullable<Value[Key]>> | undefined {
    const { value } = this;
    if (value === null || typeof value !== "object" || !Object.hasOwn(value, key)) return undefined;
    const { value: part, path } = this.at(key);
    return part === undefined || part === null ? undefined : new Place(part, path);
  }
}

/** The whole of `comparison.json`. */
export function comparisonPlace({ comparison }: RunReport): Place<Comparison> {
  return new Place(comparison, "comparison.json#");
}

/** The whole of `run.json`. */
export function manifestPlace({ manifest }: RunReport): Place<RunManifest> {
  return new Place(manifest, "run.json#");
}

/** Every entry of a table by name, in its order. */
export function entriesOf<Value>(
  place: Place<Readonly<Record<string, Value>>>,
): readonly (readonly [string, Place<Value>])[] {
  return Object.keys(place.value).map((name) => [name, place.at(name)] as const);
}

/** Every item of a list, in its order. */
export function itemsOf<Value>(place: Place<readonly Value[]>): readonly Place<Value>[] {
  return place.value.map((_, index) => place.at(index));
}
