import { HarnessError, invalidInput } from "../../core/harness-error.ts";
import { sweptValueText, type TuneSetting } from "../../core/tune-report.ts";
import { withValue } from "../../documents/edit-value.ts";
import { parseDocument } from "../../documents/source-document.ts";
import { checkPolicy } from "../../policies/checks/check-policy.ts";
import { policyVersion } from "../../policies/policy-version.ts";
import { readPolicyOf, type LoadedPolicy } from "../../policies/read-policy.ts";
import type { LoadedSide } from "../load-policies.ts";
import { poolProblems } from "../problems/pool-problems.ts";
import type { PolicyPath } from "./policy-path.ts";
import type { Sweep } from "./tune-settings.ts";

/** A setting as a policy that could be put to work. */
export interface TunedPolicy {
  readonly setting: TuneSetting;
  readonly loaded: LoadedPolicy;
  readonly version: string;
}

export interface TunedPolicies {
  readonly policies: readonly TunedPolicy[];
  /** Selections of a list that are no sound policy, such as a cascade of one route. */
  readonly leftOut: number;
}

/**
 * Reads the policy anew with each setting in it, as if somebody had typed it: what a setting breaks
 * is found by the very checks that a run makes. Throws with the first setting that is not sound; of
 * selections of a list those are left out, and counted.
 */
export async function tunedPolicies(
  side: LoadedSide,
  sweeps: readonly Sweep[],
  settings: readonly TuneSetting[],
): Promise<TunedPolicies> {
  const selects = sweeps.some(({ values }) => values.some((value) => Array.isArray(value)));
  const paths = new Map(sweeps.map(({ name, path }) => [name, path]));
  const policies: TunedPolicy[] = [];
  let leftOut = 0;
  for (const setting of settings) {
    try {
      const loaded = await readSetting(side, textWith(side.loaded.document.text, setting, paths));
      policies.push({ setting, loaded, version: policyVersion(loaded, side.registry) });
    } catch (error) {
      if (!(error instanceof HarnessError) || error.code !== "invalid-input") throw error;
      if (!selects) throw unsound(setting, error);
      leftOut += 1;
    }
  }
  if (policies.length > 0) return { policies, leftOut };
  throw new HarnessError("invalid-input", "no selection of the list makes a sound policy", {
    hint: "check the policy first: routeproof check",
  });
}

/** The policy's text with a setting in it. */
export function textWith(
  text: string,
  setting: TuneSetting,
  paths: ReadonlyMap<string, PolicyPath>,
): string {
  return Object.entries(setting).reduce(
    (edited, [name, value]) => withValue(edited, paths.get(name) ?? [name], value),
    text,
  );
}

async function readSetting(side: LoadedSide, text: string): Promise<LoadedPolicy> {
  const { file } = side.loaded.document;
  const loaded = await readPolicyOf(parseDocument(file, text), side.loaded.registryFile);
  const problems = [...checkPolicy(loaded, side.registry), ...poolProblems(loaded, side.priced)];
  if (problems.length > 0) throw invalidInput(file, problems);
  return loaded;
}

function unsound(setting: TuneSetting, cause: HarnessError): HarnessError {
  return new HarnessError("invalid-input", `with ${settingText(setting)}: ${cause.message}`, {
    cause,
    problems: cause.problems,
    hint: cause.hint ?? "sweep only values that the policy may have",
  });
}

/** `route_selection.threshold.at_least=42`, several with a comma between. */
export function settingText(setting: TuneSetting): string {
  return Object.entries(setting)
    .map(([name, value]) => `${name}=${sweptValueText(value)}`)
    .join(", ");
}
