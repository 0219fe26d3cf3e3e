import { failureKinds } from "../../core/failure.ts";
import type { DrillScript, DrilledReply } from "../../core/drilled-reply.ts";
import type { DegradeShape } from "../shapes/fallback-shape.ts";
import { withApproval } from "./changes.ts";
import { promiseAt } from "./promise-at.ts";
import type { Drill, ExpectedAttempt, Promised } from "./promised.ts";
import { situationsOf, type Situation } from "./situations.ts";
import { firstCall } from "./walks.ts";
import { isUnspoken } from "./unwritten.ts";
import type { WrittenPolicy } from "./written-policy.ts";

/** `degrade`: lesser services in their order, after the last call that the policy would make. */
export function degradationPromises(written: WrittenPolicy): readonly Promised[] {
  const services = written.template.shape.fallback?.degrade ?? [];
  const situation = failureKinds
    .filter((kind) => kind !== "harness_error" && kind !== "schema_invalid" && kind !== "truncated")
    .flatMap((kind) => situationsOf(kind, written))
    .find((one) => isUnspoken(one, written));
  return services.map((service, index) => {
    const { static_answer: text } = service;
    const drills =
      situation === undefined || written.primaries.length !== 1
        ? []
        : [drillOf(services.slice(0, index + 1), situation, written)];
    return promiseAt(written, ["fallback", "degrade", index], {
      kind: "degradation",
      id: `fallback.degrade ${index + 1}: ${text === undefined ? "reduced_scope" : "static_answer"}`,
      words:
        text === undefined
          ? "less is asked for where nothing else may follow, and its answer is taken"
          : "the policy's own text is given where nothing else may follow",
      drills,
    });
  });
}

/** The failure, again for each service before the last one, and then what that one does. */
function drillOf(
  services: readonly DegradeShape[],
  { words, request, reply }: Situation,
  written: WrittenPolicy,
): Drill {
  const [primary = ""] = written.primaries;
  const routes = services.flatMap(({ reduced_scope: scope }) =>
    scope === undefined ? [] : [scope.route ?? primary],
  );
  const isStatic = services.at(-1)?.static_answer !== undefined;
  const calls: readonly ExpectedAttempt[] = routes.map((route) => ({
    kind: "reduced_scope",
    route: [route],
  }));
  const shape = routes.reduce(
    (changed, route) => withApproval(changed, primary, route),
    written.shape,
  );
  const degrade = written.template.shape.fallback?.degrade ?? [];
  const { max_attempts: most = written.maxAttempts } = written.shape.fallback ?? {};
  return {
    words,
    request,
    script: isStatic
      ? { byRoute: new Map(), others: [reply] }
      : untilTheLast([primary, ...routes], reply, written),
    shape: {
      ...shape,
      fallback: { ...shape.fallback, degrade, max_attempts: Math.max(most, 1 + routes.length) },
    },
    expected: {
      attempts: [firstCall(written), ...calls],
      ending: isStatic ? "static_answer" : "answered",
    },
  };
}

/** Every call fails but the last of these. */
function untilTheLast(
  calls: readonly string[],
  reply: DrilledReply,
  { answer }: WrittenPolicy,
): DrillScript {
  const byRoute = new Map<string, DrilledReply[]>();
  for (const [index, route] of calls.entries()) {
    const says = index === calls.length - 1 ? answer : reply;
    byRoute.set(route, [...(byRoute.get(route) ?? []), says]);
  }
  return { byRoute, others: [reply] };
}
