import type { Problem } from "../../core/problem.ts";
import type { LoadedPolicy } from "../../policies/read-policy.ts";
import { ModuleThread } from "./module-thread.ts";

/**
 * What keeps a policy's own code from being asked. Without leave it is not loaded, not even to look
 * at what it exports: loading a file runs it.
 */
export async function moduleProblems(
  { policy, template }: LoadedPolicy,
  allowCode: boolean,
): Promise<readonly Problem[]> {
  const { strategy, attachments } = policy;
  const file = attachments.find(({ role }) => role === "module");
  if (strategy.kind !== "module" || file === undefined) return [];
  const at = ["route_selection", "module", "path"];
  if (!allowCode) {
    const message = `"${file.path}" is code, and code is run only where that is allowed`;
    return [template.problemAt(at, message, "read it, then add --allow-code")];
  }
  const thread = new ModuleThread(file.path, strategy.exportName);
  try {
    const unusable = await thread.load();
    if (unusable === undefined) return [];
    return [template.problemAt(at, `${file.path} ${unusable}`, "export a function of the request")];
  } finally {
    await thread.close();
  }
}
