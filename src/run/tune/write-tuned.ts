import { existsSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import { HarnessError, invalidInput } from "../../core/harness-error.ts";
import type { JsonObject, JsonValue } from "../../core/json.ts";
import type { TunePoint, TuneReport, TuneSetting } from "../../core/tune-report.ts";
import { withBlock, withValue } from "../../documents/edit-value.ts";
import { parseDocument } from "../../documents/source-document.ts";
import { checkPolicy } from "../../policies/checks/check-policy.ts";
import { policyVersion } from "../../policies/policy-version.ts";
import { readPolicyOf } from "../../policies/read-policy.ts";
import type { LoadedSide } from "../load-policies.ts";
import type { Redaction } from "../redaction.ts";
import { TOOL_VERSION } from "../tool-version.ts";
import { writeFileWhole } from "../write-file.ts";
import { policyValue, type PolicyPath } from "./policy-path.ts";
import type { TuneOptions } from "./tune-options.ts";
import type { Sweep } from "./tune-settings.ts";
import { textWith } from "./tuned-policies.ts";

/** Keys that name files beside the policy: they have to lead there from the new place too. */
const filePaths: readonly PolicyPath[] = [
  ["registry"],
  ["route_selection", "intent", "prompts"],
  ["route_selection", "cost_aware", "quality_table"],
  ["route_selection", "scored", "quality_table"],
];

/** Throws where the file could not be written at the end of all the work, or would replace one. */
export function assertCanBeWritten(out: string): void {
  if (existsSync(out)) {
    throw new HarnessError("invalid-input", `-o ${out}: the file is there already`, {
      hint: "name a new file: a tuned policy never replaces one that somebody wrote",
    });
  }
  const folder = dirname(out);
  if (existsSync(folder) && statSync(folder).isDirectory()) return;
  throw new HarnessError("invalid-input", `-o ${out}: there is no folder ${folder}`, {
    hint: "make the folder first",
  });
}

/** What a written policy is made of. */
export interface Tuned {
  readonly side: LoadedSide;
  readonly sweeps: readonly Sweep[];
  readonly setting: TuneSetting;
  readonly why: string;
  readonly heldOut: TunePoint;
}

/**
 * Writes the policy with the chosen setting in it, under a name of its own and with where it comes
 * from; comments stay. It is read and checked as a policy before it is written. Returns its version.
 */
export async function writeTuned(
  out: string,
  report: TuneReport,
  tuned: Tuned,
  { name, registry }: Pick<TuneOptions, "name" | "registry">,
  redaction: Redaction,
): Promise<string> {
  const { side, sweeps, setting } = tuned;
  const { document } = side.loaded;
  const policy = document.value as JsonValue;
  const paths = new Map(sweeps.map((sweep) => [sweep.name, sweep.path]));
  const set = textWith(document.text, setting, paths);
  const named = withName(set, policy, name ?? `${report.policy}_tuned`);
  const moved = withPaths(named, policy, document.file, out);
  const text = redaction.text(withBlock(moved, "provenance", provenanceOf(report, tuned)));
  const loaded = await readPolicyOf(parseDocument(out, text), registry);
  const problems = checkPolicy(loaded, side.registry);
  if (problems.length > 0) throw invalidInput(out, problems);
  writeFileWhole(out, text);
  return policyVersion(loaded, side.registry);
}

function withName(text: string, policy: JsonValue, name: string): string {
  return policyValue(["policy_name"], policy) === undefined
    ? withBlock(text, "policy_name", name)
    : withValue(text, ["policy_name"], name);
}

function withPaths(text: string, policy: JsonValue, from: string, to: string): string {
  if (dirname(from) === dirname(to)) return text;
  return filePaths.reduce((edited, path) => {
    const name = policyValue(path, policy);
    if (typeof name !== "string" || isAbsolute(name)) return edited;
    const moved = relative(dirname(to), join(dirname(from), name))
      .split(sep)
      .join("/");
    return withValue(edited, path, moved);
  }, text);
}

function provenanceOf(
  { version, dataset, source, split, objective, limits }: TuneReport,
  { side, setting, why, heldOut }: Tuned,
): JsonObject {
  return {
    tool: `routeproof ${TOOL_VERSION} tune`,
    from: basename(side.loaded.document.file),
    from_version: version,
    dataset: dataset.name,
    dataset_sha256: dataset.sha256,
    source,
    split: { fit: split.fit, seed: split.seed, in_sample: split.in_sample },
    objective,
    ...(limits.min_acceptance === null ? {} : { min_acceptance: limits.min_acceptance }),
    ...(limits.max_cost_per_request_usd === null
      ? {}
      : { max_cost_per_request_usd: limits.max_cost_per_request_usd }),
    setting: setting as JsonObject,
    why,
    held_out: {
      records: heldOut.records,
      acceptance_rate: heldOut.acceptance_rate.value,
      cost_per_accepted_usd: heldOut.cost.per_accepted_usd.value,
    },
  };
}
