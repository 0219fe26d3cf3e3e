import { didYouMean } from "../../core/nearest-name.ts";
import type { Problem } from "../../core/problem.ts";
import type { Manifest } from "../../datasets/read-manifest.ts";
import type { LoadedPolicy } from "../../policies/read-policy.ts";

/** Tags that policies ask for and the dataset does not have. */
export function tagProblems(
  policies: readonly LoadedPolicy[],
  manifest: Manifest,
): readonly Problem[] {
  return [
    ...segmentProblems(policies, manifest),
    ...guardProblems(policies, manifest),
    ...goldenTagProblems(policies, manifest),
  ];
}

/** Gates on a tag that no record can have would stay without data for ever. */
function segmentProblems(
  policies: readonly LoadedPolicy[],
  manifest: Manifest,
): readonly Problem[] {
  const tags = Object.keys(manifest.record.tags ?? {});
  const asked = policies.flatMap(({ policy }) =>
    policy.promotion.gates.flatMap(({ segment }) => segment?.tag ?? []),
  );
  return [...new Set(asked)]
    .filter((tag) => !tags.includes(tag))
    .map((tag) => ({
      file: manifest.file,
      line: undefined,
      column: undefined,
      message: `a gate asks for segments of the tag "${tag}", which this dataset does not have`,
      hint: didYouMean(tag, tags) ?? `name it under record.tags`,
    }));
}

/** A guard on a tag that no record can have would never reject anything. */
function guardProblems(policies: readonly LoadedPolicy[], manifest: Manifest): readonly Problem[] {
  const tags = Object.keys(manifest.record.tags ?? {});
  return policies.flatMap(({ policy, template }) =>
    (template.shape.promotion?.guard_segments ?? []).flatMap((tag, index) => {
      if (tags.includes(tag)) return [];
      const message = `policy "${policy.name}": ${manifest.file} has no tag "${tag}" to guard`;
      const hint = didYouMean(tag, tags) ?? "name it there under record.tags";
      return [template.problemAt(["promotion", "guard_segments", index], message, hint)];
    }),
  );
}

/** Without its tag in the data no classifier could be held against anything. */
function goldenTagProblems(
  policies: readonly LoadedPolicy[],
  manifest: Manifest,
): readonly Problem[] {
  const tags = Object.keys(manifest.record.tags ?? {});
  return policies.flatMap(({ policy: { strategy }, template }) => {
    const golden = strategy.kind === "intent" ? strategy.goldenTag : undefined;
    if (golden === undefined || tags.includes(golden)) return [];
    const message = `${manifest.file} has no tag "${golden}"`;
    const hint = didYouMean(golden, tags) ?? "name it there under record.tags";
    return [template.problemAt(["route_selection", "intent", "golden_tag"], message, hint)];
  });
}
