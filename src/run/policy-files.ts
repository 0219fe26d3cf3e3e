import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { HarnessError } from "../core/harness-error.ts";

/** Files that a path of policies stands for: itself, or every YAML file of a folder, sorted. */
export function policyFilesAt(path: string): readonly string[] {
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch (cause) {
    const hint = "check the path";
    throw new HarnessError("invalid-input", `${path}: cannot be read`, { cause, hint });
  }
  if (!isFolder) return [path];
  const files = readdirSync(path)
    .filter((name) => /\.ya?ml$/.test(name))
    .toSorted()
    .map((name) => join(path, name));
  if (files.length > 0) return files;
  throw new HarnessError("invalid-input", `${path}: holds no policy`, {
    hint: "name a policy, or a folder of nothing but policies",
  });
}
