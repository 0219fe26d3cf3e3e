import { placeOf } from "../../../src/core/problem.ts";
import { checkPolicy } from "../../../src/policies/checks/check-policy.ts";
import { PolicyFiles, smallRegistry } from "./policy-files.ts";

/** What a run would still need of a policy, with the two-route registry unless told otherwise. */
export async function needsOf(
  text: string,
  options: { readonly graders?: readonly string[]; readonly registry?: "none" } = {},
): Promise<readonly string[]> {
  using files = new PolicyFiles();
  files.write("registry.yaml", smallRegistry);
  const isWithout = options.registry === "none";
  const loaded = await files.policy(isWithout ? text : `${text}\nregistry: registry.yaml\n`);
  const registry = isWithout ? undefined : (await files.registry(smallRegistry)).registry;
  const problems = checkPolicy(loaded, registry, options.graders);
  return problems.map((problem) => {
    const hint = problem.hint === undefined ? "" : ` (${problem.hint})`;
    return `${placeOf(problem)}: ${problem.message}${hint}`.replaceAll(`${files.folder}/`, "");
  });
}
