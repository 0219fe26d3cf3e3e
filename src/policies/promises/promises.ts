import type { QualityTable } from "../../core/quality-table.ts";
import type { Registry } from "../../core/route.ts";
import type { Template } from "../template.ts";
import { approvalPromises } from "./approvals.ts";
import { attemptsPromise } from "./attempts.ts";
import { blockedFallbackPromises } from "./blocked-fallbacks.ts";
import { blockedRoutePromises } from "./blocked-routes.ts";
import { capabilityPromises } from "./capabilities.ts";
import { capPromises } from "./caps.ts";
import { degradationPromises } from "./degradations.ts";
import { escalationPromises } from "./escalations.ts";
import { evidencePromise } from "./evidence.ts";
import { fallbackPromises } from "./fallbacks.ts";
import { healthPromises } from "./health.ts";
import { noRoutePromises } from "./no-eligible-route.ts";
import { primaryPromise, rulePromises } from "./primary.ts";
import type { Promised } from "./promised.ts";
import { reconciliationPromise } from "./reconciliation.ts";
import { regionPromises } from "./regions.ts";
import { retryPromises } from "./retries.ts";
import { reviewPromises } from "./reviews.ts";
import { rollbackPromise } from "./rollback.ts";
import { sideEffectPromises } from "./side-effects.ts";
import { stopPromises } from "./stops.ts";
import { timeoutPromises } from "./timeouts.ts";
import { unwrittenPromise } from "./unwritten.ts";
import { writtenPolicy, type WrittenPolicy } from "./written-policy.ts";

/** What each part of a document promises, in the order in which a drill shows it. */
const derivations: readonly ((written: WrittenPolicy) => readonly Promised[])[] = [
  primaryPromise,
  rulePromises,
  retryPromises,
  escalationPromises,
  fallbackPromises,
  degradationPromises,
  stopPromises,
  unwrittenPromise,
  reviewPromises,
  blockedRoutePromises,
  blockedFallbackPromises,
  capabilityPromises,
  regionPromises,
  noRoutePromises,
  sideEffectPromises,
  timeoutPromises,
  healthPromises,
  attemptsPromise,
  capPromises,
  approvalPromises,
  evidencePromise,
  rollbackPromise,
  reconciliationPromise,
];

/** Everything that a policy promises, and what was made up to put it to the test. */
export interface PolicyPromises {
  readonly written: WrittenPolicy;
  readonly promises: readonly Promised[];
}

/**
 * Derives from a policy's document alone, never from the engine's reading of it, what it promises
 * and how each promise is proven. A registry tells which routes are eligible, a quality table which
 * of them are good enough.
 */
export function promisesOf(
  template: Template,
  registry: Registry | undefined,
  qualityTable: QualityTable | undefined,
): PolicyPromises {
  const written = writtenPolicy(template, registry, qualityTable);
  return { written, promises: derivations.flatMap((derive) => derive(written)) };
}
