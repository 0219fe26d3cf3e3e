import type { LoggedGrade } from "../../comparison/logs/logged-grade.ts";
import type { LoggedRequest } from "../../core/logged-request.ts";
import type { LoggedRouteOf } from "../../core/logged-route.ts";
import type { Outcome } from "../../core/outcome.ts";

/** What a comparison keeps of a request as the log served it. */
export function loggedGrade(
  { route, ending, grade, attempts }: Outcome,
  { attempts: logged, propensity, propensities, isRedacted }: LoggedRequest,
  routeOf: LoggedRouteOf,
): LoggedGrade {
  return {
    route,
    isServed: ending.kind === "answered" || ending.kind === "failed",
    accepted: grade.accepted,
    isUngraded: ending.kind === "answered" && grade.score === undefined,
    costNanoUsd: sumOf(attempts.map(({ costNanoUsd }) => costNanoUsd)),
    latencyMs: sumOf(attempts.map(({ latencyMs }) => latencyMs)),
    propensity,
    possibleRoutes: propensities && possibleRoutes(propensities, routeOf),
    isRedacted,
    hasUnseen: logged.some(({ result }) => result.kind === "unseen"),
    isCacheHit: logged.some(({ isCacheHit }) => isCacheHit),
  };
}

/** Unknown where a part is, and where there are no parts. */
function sumOf(values: readonly (number | undefined)[]): number | undefined {
  if (values.length === 0) return undefined;
  let sum = 0;
  for (const value of values) {
    if (value === undefined) return undefined;
    sum += value;
  }
  return sum;
}

function possibleRoutes(
  propensities: Readonly<Record<string, number>>,
  routeOf: LoggedRouteOf,
): readonly string[] {
  return Object.entries(propensities).flatMap(([name, propensity]) => {
    if (!(propensity > 0)) return [];
    return routeOf({ route: name, requestedModel: undefined, servedModel: undefined }) ?? [];
  });
}
