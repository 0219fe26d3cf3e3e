import type { DrilledReply } from "../../core/drilled-reply.ts";
import type { QualityTable } from "../../core/quality-table.ts";
import type { Registry } from "../../core/route.ts";
import type { PolicyShape } from "../shapes/policy-shape.ts";
import type { Template } from "../template.ts";
import { writtenCascade, type WrittenCascade } from "./cascade.ts";
import { decidability, firstRoutes, plainSample, type FirstRoutes } from "./first-routes.ts";
import {
  DRILL_BACKUP,
  DRILL_PRIMARY,
  withAnyPool,
  withBackup,
  withoutDeadline,
  withoutDegradation,
  withoutQuotas,
  withPool,
  withPrimary,
} from "./changes.ts";
import { mayFollow } from "./may-follow.ts";
import { poolOf } from "./pool.ts";
import type { DrillRequest } from "./promised.ts";
import { approvedRegions, isHighRisk } from "./risk.ts";
import { writtenTransitions, type WrittenTransition } from "./written-transitions.ts";

/** Calls for one record where the policy does not say. */
const DEFAULT_MAX_ATTEMPTS = 4;

/** A policy's document as the derivations read it: never through the engine's own rules. */
export interface WrittenPolicy {
  readonly template: Template;
  /**
   * In the template's spelling, with stand-ins where it names nobody, and without what each promise of
   * its own is for: quotas, a deadline and lesser services.
   */
  readonly shape: PolicyShape;
  /** Absent: every route is a stand-in. */
  readonly registry: Registry | undefined;
  /** The one that the document names; absent: it names none. */
  readonly qualityTable: QualityTable | undefined;
  /** What was made up, a sentence each. */
  readonly standIns: readonly string[];
  readonly transitions: readonly WrittenTransition[];
  /** A request that nothing in the policy singles out. */
  readonly request: DrillRequest;
  /** Whether nothing that a policy reads before a call fails on a request. */
  readonly decides: (request: DrillRequest) => boolean;
  /** An answer that is taken as it is. */
  readonly answer: Extract<DrilledReply, { kind: "answer" }>;
  /** Whether lists, claims, lifecycle and regions let a route be called for that request. */
  readonly mayCall: (route: string) => boolean;
  /** Where that request may be sent first: one route, or several where a draw decides. */
  readonly primaries: readonly string[];
  /** Whether that request is of high risk, so that no route is changed without an approval. */
  readonly isHighRisk: boolean;
  readonly cascade: WrittenCascade | undefined;
  /** What follows where no route is named: the rest of a priority list, then the backups. */
  readonly backups: readonly string[];
  readonly maxAttempts: number;
}

/** Reads a policy's document for its drill; a registry tells which of its routes are eligible. */
export function writtenPolicy(
  template: Template,
  registry: Registry | undefined,
  qualityTable: QualityTable | undefined,
): WrittenPolicy {
  const { shape, standIns } = withStandIns(template.shape, registry);
  const isInPool = poolOf(shape, registry);
  const eligibleFor = (request: DrillRequest): ((route: string) => boolean) => {
    const regions = approvedRegions(template, shape, request);
    return (route) => isEligible(route, shape, registry, regions);
  };
  const mayChoose = (request: DrillRequest): ((route: string) => boolean) => {
    const mayCall = eligibleFor(request);
    return (route) => isInPool(route) && mayCall(route);
  };
  const request = plainSample(template, shape, (sample) => {
    const mayCall = mayChoose(sample);
    return firstRoutes({ template, shape, request: sample, mayCall }).routes.some(mayCall);
  });
  const mayCall = eligibleFor(request);
  const cascade = writtenCascade(template, shape, mayCall);
  const firsts: FirstRoutes = firstRoutes({
    template,
    shape,
    request,
    mayCall: mayChoose(request),
  });
  return {
    template,
    shape,
    registry,
    qualityTable,
    standIns,
    transitions: writtenTransitions(shape),
    request,
    decides: decidability(template, shape),
    answer: cascade?.keptAnswer ?? { kind: "answer" },
    mayCall,
    primaries: firsts.routes,
    isHighRisk: isHighRisk(template, shape, request),
    cascade,
    backups: backupsOf(shape, firsts.succession).filter((route) => mayCall(route)),
    maxAttempts:
      shape.fallback?.max_attempts ??
      Math.max(DEFAULT_MAX_ATTEMPTS, (shape.route_selection?.cascade?.routes.length ?? 0) + 1),
  };
}

/** A policy that names no route, or falls back to nobody, can be drilled with routes that stand in. */
function withStandIns(
  written: PolicyShape,
  registry: Registry | undefined,
): { readonly shape: PolicyShape; readonly standIns: readonly string[] } {
  const standIns: string[] = [];
  let shape = withoutDeadline(withoutDegradation(withoutQuotas(written)));
  const { scored } = shape.route_selection ?? {};
  if (scored !== undefined && registry === undefined) {
    const routes = scored.routes ?? [DRILL_PRIMARY, DRILL_BACKUP];
    shape = withAnyPool(shape, routes);
    if (routes !== scored.routes) {
      standIns.push(`${routes.join(" and ")} stand in for the pool that the policy does not name`);
    }
  } else if (scored !== undefined && scored.routes === undefined) {
    // Named, so that no route that a drill makes up joins them.
    shape = withPool(shape, [...(registry?.routes.keys() ?? [])]);
  }
  const { strategy, primary_route: primary } = shape.route_selection ?? {};
  if ((strategy === undefined || strategy === "pinned") && primary === undefined) {
    shape = withPrimary(shape, DRILL_PRIMARY);
    standIns.push(`${DRILL_PRIMARY} stands in for the route that the policy does not name`);
  }
  const { backup_routes: backups = [], allowed_fallbacks: allowed } = shape.fallback ?? {};
  const fallsBack = writtenTransitions(shape).some(
    ({ does, route }) => does === "fallback" && route === undefined,
  );
  const hasNext = strategy === "priority" || strategy === "cascade";
  if (fallsBack && !hasNext && backups.length === 0 && allowed === undefined) {
    shape = withBackup(shape, DRILL_BACKUP);
    standIns.push(`${DRILL_BACKUP} stands in for the backup route that the policy does not name`);
  }
  return { shape, standIns };
}

function backupsOf(shape: PolicyShape, succession: readonly string[]): readonly string[] {
  const { backup_routes: backups = [] } = shape.fallback ?? {};
  return [...new Set([...succession, ...backups])].filter((route) => mayFollow(route, shape));
}

/** Whether lists, claims, lifecycle and regions let a route be called; a stand-in claims everything. */
function isEligible(
  name: string,
  { route_selection: selection = {} }: PolicyShape,
  registry: Registry | undefined,
  regions: readonly string[] | undefined,
): boolean {
  const { allowed_routes: allowed, blocked_routes: blocked, required_capabilities } = selection;
  if (blocked?.includes(name) === true || allowed?.includes(name) === false) return false;
  const route = registry?.routes.get(name);
  if (route === undefined) return true;
  const isManaged = route.lifecycle === "managed" || allowed?.includes(name) === true;
  const { claims, regions: served = [] } = route.capabilities;
  const isApproved =
    regions === undefined ||
    (served.length > 0 && served.every((region) => regions.includes(region)));
  const hasClaims = (required_capabilities ?? []).every((claim) => claims[claim] === true);
  return isManaged && isApproved && hasClaims;
}
