import { TwoMixes, type MixSide } from "../../comparison/drift/two-mixes.ts";
import type { DatasetSummary } from "../../core/dataset.ts";
import { invalidInput } from "../../core/harness-error.ts";
import { loggedName, loggedRouteOf } from "../../core/logged-route.ts";
import type { Problem } from "../../core/problem.ts";
import type { Registry } from "../../core/route.ts";
import type { CheckedDataset } from "../../datasets/check-dataset.ts";
import { readManifest, type Manifest } from "../../datasets/read-manifest.ts";
import { openDataset } from "../open-dataset.ts";

/**
 * What a golden set and a request log are made of: each is read once. Routes of the log go by the
 * registry's names where it has them. Throws `HarnessError` where the log is none, or not sound.
 */
export async function likenessOf(
  golden: CheckedDataset,
  logFile: string,
  registry: Pick<Registry, "routes">,
  seed: number,
): Promise<TwoMixes> {
  const problems = logProblems(await readManifest(logFile));
  if (problems.length > 0) throw invalidInput(logFile, problems);
  const { dataset: log } = await openDataset(logFile, seed);
  try {
    const mixes = new TwoMixes(sideOf(golden.summary), sideOf(log.summary));
    for await (const batch of golden.records()) {
      for (const record of batch) mixes.observeGolden(record);
    }
    const routeOf = loggedRouteOf(registry);
    for await (const batch of log.records()) {
      for (const record of batch) {
        const first = record.logged?.attempts[0];
        mixes.observeLogged(record, first && (routeOf(first) ?? loggedName(first)));
      }
    }
    return mixes;
  } finally {
    await log.close();
  }
}

/** Why a dataset is nothing to hold a golden set against. */
export function logProblems({ kind, file }: Manifest): readonly Problem[] {
  if (kind === "log") return [];
  const message = `is no request log, its kind is ${kind}`;
  const hint = "a golden set is held against what was really asked: name a dataset of kind: log";
  return [{ file, line: undefined, column: undefined, message, hint }];
}

function sideOf({ name, sha256, records, rejected, tagNames }: DatasetSummary): MixSide {
  return { name, sha256, records, rejected, tagNames };
}
