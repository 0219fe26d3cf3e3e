import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { HarnessError } from "../core/harness-error.ts";

/**
 * The documents that a path stands for: a file for itself, a folder for all YAML files in it and
 * in its sub-folders, in the order of their names. Hidden folders, packages and links to folders
 * are left out. Throws `HarnessError` where it cannot be read.
 */
export function documentsAt(path: string): readonly string[] {
  try {
    return statSync(path).isDirectory() ? documentsIn(path) : [path];
  } catch (cause) {
    throw new HarnessError("invalid-input", `${path}: cannot be read`, {
      cause,
      hint: "check the path",
    });
  }
}

function documentsIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).toSorted((one, other) =>
    one.name < other.name ? -1 : 1,
  );
  const files = entries.filter((entry) => !entry.isDirectory() && /\.ya?ml$/.test(entry.name));
  const folders = entries.filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules",
  );
  return [
    ...files.map(({ name }) => join(folder, name)),
    ...folders.flatMap(({ name }) => documentsIn(join(folder, name))),
  ];
}
