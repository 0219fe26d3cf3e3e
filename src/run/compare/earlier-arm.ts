import type { Policy } from "../../core/policy.ts";
import { HarnessError } from "../../core/harness-error.ts";
import { failoversOfArms, type ArmFailovers } from "../drills/failovers-of-arms.ts";
import type { Arm } from "../load-inputs.ts";
import { loadPolicies } from "../load-policies.ts";
import type { Redaction } from "../redaction.ts";
import { registryOf, type KeptRun } from "./kept-run.ts";

type WrittenFailovers = ReturnType<ArmFailovers["failovers"]["get"]>;

/** The policy of the first run, as the side that is compared with. */
export interface EarlierArm {
  readonly policy: Policy;
  readonly qualityTable: Arm["qualityTable"];
  /** The fallbacks that it writes and may take; absent: its document is gone. */
  readonly failovers?: WrittenFailovers | undefined;
  /** Absent: the policy is read as it was when it ran. */
  readonly note?: string;
}

/**
 * Reads the first run's policy where its file still says what it said. Its outcomes stand in the
 * journal; all that is read from the document is which evidence it asks for and which routes it
 * names, so that `standIn`, the second run's policy, can take its place where it is gone.
 */
export async function earlierArm(
  run: KeptRun,
  arm: number,
  standIn: Arm,
  redaction: Redaction,
): Promise<EarlierArm> {
  const { manifest, comparison, arms } = run;
  const key = arms[arm]!;
  const version = comparison.policies[key]?.version ?? "";
  const { baseline, candidates } = manifest.options;
  const file = [baseline, ...candidates][arm]!;
  const asOfMs = Date.parse(manifest.as_of);
  try {
    const options = { registry: registryOf(manifest), prices: undefined, asOfMs, redaction };
    const [side] = await loadPolicies([file], options);
    if (side?.policy.version === version) {
      const { failovers } = await failoversOfArms(
        [{ key, loaded: side.loaded }],
        side.priced,
        asOfMs,
      );
      return {
        policy: side.policy,
        qualityTable: side.qualityTable,
        failovers: failovers.get(key),
      };
    }
  } catch (error) {
    if (!(error instanceof HarnessError) || error.code !== "invalid-input") throw error;
  }
  return {
    policy: { ...standIn.policy, name: key.replace(/#\d+$/, ""), version },
    qualityTable: undefined,
    note: `${file} is no longer what ${manifest.run_id} ran: which evidence its outcomes must show is read from ${standIn.policy.file}`,
  };
}
