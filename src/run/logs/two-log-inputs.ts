import { invalidInput } from "../../core/harness-error.ts";
import { readManifest, type Manifest } from "../../datasets/read-manifest.ts";
import { checkPolicy } from "../../policies/checks/check-policy.ts";
import { graderProblems } from "../problems/grader-problems.ts";
import { loadPolicies, type LoadedSide } from "../load-policies.ts";
import { ProblemList } from "../problems/problems.ts";
import { tagProblems } from "../problems/tag-problems.ts";
import type { World } from "../world.ts";
import type { CompareLogsOptions } from "./compare-logs-options.ts";

/** The documents of a comparison of two logs; throws with every problem of all of them. */
export async function loadLogInputs(
  options: CompareLogsOptions,
  { redaction }: Pick<World, "redaction">,
): Promise<{ readonly side: LoadedSide; readonly manifests: readonly Manifest[] }> {
  const problems = new ProblemList();
  const manifests: Manifest[] = [];
  for (const file of [options.control, options.canary]) {
    const manifest = await problems.collect(() => readManifest(file));
    if (manifest === undefined) continue;
    manifests.push(manifest);
    problems.add(...graderProblems(manifest));
    if (manifest.kind !== "log") {
      problems.addPlain(
        `${file} is no request log, its kind is ${manifest.kind}`,
        "compare-logs reads what was served; to replay records use routeproof run",
      );
    }
  }
  const [side] = (await problems.collect(() =>
    loadPolicies([options.policy], { ...options, redaction }),
  )) ?? [undefined];
  if (side !== undefined) {
    const graders = manifests.flatMap(({ scoring }) => scoring.map(({ name }) => name));
    problems.add(...checkPolicy(side.loaded, side.registry, graders));
    for (const manifest of manifests) problems.add(...tagProblems([side.loaded], manifest));
  }
  if (problems.all.length > 0 || side === undefined) {
    throw invalidInput("the logs cannot be compared", problems.all);
  }
  return { side, manifests };
}
