import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative } from "node:path";
import { sha256Hex } from "../../core/canonical-json.ts";
import { HarnessError } from "../../core/harness-error.ts";
import { registryOf, type KeptRun } from "../compare/kept-run.ts";
import { loadPolicies } from "../load-policies.ts";
import type { Redaction } from "../redaction.ts";
import { runFolder } from "../run-folder.ts";
import type { ArchivedFile } from "./archive.ts";

/** A policy that is what a run replayed, with every file that it means. */
export interface PromotedPolicy {
  readonly version: string;
  /** Whom it names to approve; undefined: nobody. */
  readonly approver: string | undefined;
  /** Names of the policy's and the registry's files in the archive. */
  readonly policyFile: string;
  readonly registryFile: string;
  readonly files: readonly ArchivedFile[];
}

/**
 * Reads one policy of a run from where the run read it. Throws `HarnessError` where it, its registry
 * or a file that it names is no longer what the run replayed: then the run says nothing of it.
 */
export async function promotedPolicy(
  run: KeptRun,
  arm: number,
  redaction: Redaction,
): Promise<PromotedPolicy> {
  const { manifest, comparison, arms, folder } = run;
  const { baseline, candidates } = manifest.options;
  const path = [baseline, ...candidates][arm]!;
  const asOfMs = Date.parse(manifest.as_of);
  const options = { registry: registryOf(manifest), prices: undefined, asOfMs, redaction };
  const [side] = await loadPolicies([path], options);
  const { policy, loaded } = side!;
  const registryPath = loaded.registryFile!;
  const attached = policy.attachments.map((file) => file.path);
  const bytes = new Map(
    [path, registryPath, ...attached].map((file) => [file, readFileSync(file)]),
  );
  const changed = [...bytes].filter(([file, content]) => !wasReadAs(manifest, file, content));
  const version = comparison.policies[arms[arm]!]?.version ?? "";
  if (changed.length > 0 || policy.version !== version) {
    const names = changed.map(([file]) => file);
    throw new HarnessError(
      "invalid-input",
      `${folder}: changed since it ran: ${names.length === 0 ? path : names.join(", ")}`,
      { hint: "what was tried is not what would be promoted: restore the files, or run it again" },
    );
  }
  const named = (file: string): string => (file === path ? basename(path) : besideName(path, file));
  const { approver } = policy.owner;
  return {
    version,
    approver: typeof approver === "string" ? approver : undefined,
    policyFile: basename(path),
    registryFile: besideName(path, registryPath),
    files: [
      ...[...bytes].map(([file, content]) => ({ name: named(file), bytes: content })),
      ...runFiles(folder),
    ],
  };
}

function wasReadAs({ inputs }: KeptRun["manifest"], file: string, content: Uint8Array): boolean {
  const sha256 = sha256Hex(content);
  return inputs.some((input) => input.path === file && input.sha256 === sha256);
}

/** A file keeps its place beside the policy, which names it by that; one from elsewhere gets its name alone. */
function besideName(policy: string, file: string): string {
  const name = relative(dirname(policy), file);
  return name.startsWith("..") || isAbsolute(name) ? basename(file) : name;
}

/** What the run found, as it stands. */
function runFiles(folder: string): readonly ArchivedFile[] {
  const { manifest, comparison } = runFolder(folder);
  return [manifest, comparison, join(folder, "report.md")]
    .filter((file) => existsSync(file))
    .map((file) => ({ name: join("run", basename(file)), bytes: readFileSync(file) }));
}
