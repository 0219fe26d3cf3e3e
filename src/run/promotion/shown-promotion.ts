import { renderPromotion, renderRollback } from "../../reports/terminal/promotion-text.ts";
import type { Shown } from "../explain/shown-explanation.ts";
import { required } from "../options/option-values.ts";
import type { Promotion, PromotionAsked } from "./promote.ts";
import type { Rollback, RollbackAsked } from "./rollback.ts";

const NEEDS = "a promotion says who approved it and why: --approved-by WHO --why TEXT";
const ROLLBACK_NEEDS = "say which, who and why: --policy NAME --approved-by WHO --why TEXT";

/** The options of `promote` as they were typed; absent: not given. */
export interface PromoteFlags {
  readonly candidate?: string | undefined;
  readonly approvedBy?: string | undefined;
  readonly why?: string | undefined;
  readonly override?: string | undefined;
}

export function resolvePromotion(folder: string, flags: PromoteFlags): PromotionAsked {
  const { override } = flags;
  return {
    folder,
    candidate: flags.candidate,
    approvedBy: required("--approved-by", flags.approvedBy?.trim(), NEEDS),
    why: required("--why", flags.why?.trim(), NEEDS),
    override:
      override === undefined
        ? undefined
        : required("--override", override.trim(), "it says why the verdict does not hold"),
  };
}

/** The options of `rollback` as they were typed; absent: not given. */
export interface RollbackFlags {
  readonly policy?: string | undefined;
  readonly approvedBy?: string | undefined;
  readonly why?: string | undefined;
}

export function resolveRollback(flags: RollbackFlags): RollbackAsked {
  return {
    policy: required("--policy", flags.policy, ROLLBACK_NEEDS),
    approvedBy: required("--approved-by", flags.approvedBy?.trim(), ROLLBACK_NEEDS),
    why: required("--why", flags.why?.trim(), ROLLBACK_NEEDS),
  };
}

/** A promotion that was not refused, as text and as JSON. */
export function shownPromotion(promotion: Exclude<Promotion, { readonly kind: "refused" }>): Shown {
  const { kind, entry, archive } = promotion;
  return {
    text: (look) => renderPromotion(promotion, kind === "promoted", look),
    json: () => `${JSON.stringify({ ...entry, archive, already: kind === "already" }, null, 2)}\n`,
  };
}

export function shownRollback(done: Rollback): Shown {
  const { entry, policyFile, registryFile } = done;
  const json = { ...entry, policy_file: policyFile, registry_file: registryFile };
  return {
    text: (look) => renderRollback(done, done.promotion, look),
    json: () => `${JSON.stringify(json, null, 2)}\n`,
  };
}
