import type { ClassifierRule } from "../../core/classifier-rule.ts";
import type { Optional } from "../optional.ts";

export interface IntentRuleShape extends Optional<{
  when: string;
  keywords: readonly string[];
  confidence: number;
}> {
  readonly intent: string;
}

export interface IntentModelShape {
  readonly route: string;
  readonly labels: readonly string[];
  readonly timeout_ms?: number | undefined;
}

/** The strategy `intent` as it is written; which keys belong to which classifier is looked at later. */
export interface IntentShape extends Optional<{
  label: string;
  confidence: string;
  rules: readonly IntentRuleShape[];
  prompts: string;
  neighbours: number;
  model: IntentModelShape;
  min_confidence: number;
  unsure: string;
  golden_tag: string;
  overhead: Optional<{ latency_ms: number; cost_usd: number }>;
}> {
  readonly by: ClassifierRule["by"];
  readonly routes: Readonly<Record<string, string>>;
}
