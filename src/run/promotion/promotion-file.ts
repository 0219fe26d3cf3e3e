import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DecisionEntry } from "../../core/decision-entry.ts";
import { HarnessError } from "../../core/harness-error.ts";
import { archiveFolder } from "./archive.ts";

/** Where the documents of a promoted version stand. */
export interface PolicyFilesOfPromotion {
  readonly policyFile: string;
  readonly registryFile: string;
}

/** The archived documents of a promotion; `names`: absent, as its `promotion.json` has them. */
export function policyFilesOfPromotion(
  root: string,
  entry: DecisionEntry,
  names?: PolicyFilesOfPromotion,
): PolicyFilesOfPromotion {
  const folder = archiveFolder(root, entry);
  const { policyFile, registryFile } = names ?? namesIn(join(folder, "promotion.json"));
  return { policyFile: join(folder, policyFile), registryFile: join(folder, registryFile) };
}

function namesIn(file: string): PolicyFilesOfPromotion {
  try {
    const about = JSON.parse(readFileSync(file, "utf8")) as {
      readonly policy_file: string;
      readonly registry_file: string;
    };
    return { policyFile: about.policy_file, registryFile: about.registry_file };
  } catch (cause) {
    throw new HarnessError("storage", `${file}: the archive of this version cannot be read`, {
      cause,
      hint: "restore it from where promotions/ is committed",
    });
  }
}
