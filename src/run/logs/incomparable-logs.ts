import type { SkippedFeature } from "../../core/mix-difference.ts";
import type { Manifest } from "../../datasets/read-manifest.ts";
import { gradersOf, type BothLogs } from "./checked-log.ts";

/** Tags that one of the logs has and the other has not. */
export function lackingTags([first, second]: readonly [
  readonly string[],
  readonly string[],
]): readonly SkippedFeature[] {
  return [
    ...first
      .filter((name) => !second.includes(name))
      .map((feature) => ({ feature, because: "the canary has no such tag" })),
    ...second
      .filter((name) => !first.includes(name))
      .map((feature) => ({ feature, because: "the control has no such tag" })),
  ];
}

/** What makes figures of the two logs figures of different things. */
export function incomparable({ control, canary }: BothLogs): readonly string[] {
  const [one, other] = [control.manifest, canary.manifest];
  const reasons: string[] = [];
  if (gradingOf(one) !== gradingOf(other)) {
    const names = (manifest: Manifest): string => gradersOf(manifest).join(", ") || "nothing";
    reasons.push(
      `the logs are graded by other graders: the control by ${names(one)}, the canary by ${names(other)}, or with other options`,
    );
  }
  if (one.log?.cost !== other.log?.cost) {
    reasons.push(
      `the costs are not the same figure: ${one.log?.cost} in the control, ${other.log?.cost} in the canary (log.cost in the manifests)`,
    );
  }
  return reasons;
}

function gradingOf({ scoring, minScore }: Manifest): string {
  return JSON.stringify([scoring, minScore]);
}
