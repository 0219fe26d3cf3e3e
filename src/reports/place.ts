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

  /** The part under a key; a bug where an object holds no such key of its own. */
  at<Key extends keyof Value & (string | number)>(key: Key): Place<Value[Key]> {
    const found = this.find(key);
    if (found === undefined) throw new HarnessError("bug", `${this.path} has no ${key}`);
    return found as Place<Value[Key]>;
  }

  /** The part under a key that may be absent. */
  find<Key extends keyof Value & (string | number)>(
    key: Key,
  ): Place<NonNullable<Value[Key]>> | undefined {
    const { value } = this;
    if (value === null || typeof value !== "object" || !Object.hasOwn(value, key)) return undefined;
    const part = value[key];
    if (part === undefined || part === null) return undefined;
    const step = String(key).replaceAll("~", "~0").replaceAll("/", "~1");
    return new Place(part, `${this.path}/${step}`);
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
