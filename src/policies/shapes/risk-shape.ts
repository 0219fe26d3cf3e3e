import type { RedactionKind } from "../../core/redaction-kinds.ts";
import type { NoEligibleRoute } from "../../core/risk-rule.ts";
import type { Optional } from "../optional.ts";

type Names = readonly string[];

/** What a policy does about risk, as it is written. */
export type RiskShape = Optional<{
  human_review_required_when: Names;
  class_by: string;
  data_sensitivity_by: string;
  /** For all data, or by its sensitivity. */
  approved_regions: Names | Readonly<Record<string, Names>>;
  on_no_eligible_route: NoEligibleRoute;
  redact: readonly RedactionKind[];
}>;
