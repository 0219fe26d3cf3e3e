import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { HarnessError } from "../core/harness-error.ts";
import { readDocument } from "../documents/source-document.ts";
import { documentKind } from "./document-kind.ts";

/**
 * Files that a path of policies stands for: itself, or every policy of a folder, sorted. What the
 * folder holds besides them (a registry, prices, quality tables, datasets) is passed over.
 */
export async function policyFilesAt(path: string): Promise<readonly string[]> {
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch (cause) {
    const hint = "check the path";
    throw new HarnessError("invalid-input", `${path}: cannot be read`, { cause, hint });
  }
  if (!isFolder) return [path];
  const names = readdirSync(path).filter((name) => /\.ya?ml$/.test(name));
  const policies: string[] = [];
  for (const file of names.toSorted().map((name) => join(path, name))) {
    if (await isPolicy(file)) policies.push(file);
  }
  if (policies.length > 0) return policies;
  throw new HarnessError("invalid-input", `${path}: holds no policy`, {
    hint: "name a policy, or a folder that holds some",
  });
}

/** What cannot be read counts as one: whoever reads it as a policy says what is wrong with it. */
async function isPolicy(file: string): Promise<boolean> {
  try {
    return documentKind(file, await readDocument(file)) === "policy";
  } catch {
    return true;
  }
}
