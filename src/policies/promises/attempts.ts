import type { PolicyShape } from "../shapes/policy-shape.ts";
import { allFailing } from "./blocked-routes.ts";
import { withApproval, withAllowed, withBackup, withFallbackOn } from "./changes.ts";
import { promiseAt, unwritten } from "./promise-at.ts";
import type { Drill, Promised } from "./promised.ts";
import { situationsOf, type Situation } from "./situations.ts";
import { isStopped } from "./happens.ts";
import { allSay } from "./walks.ts";
import type { WrittenPolicy } from "./written-policy.ts";

/** `max_attempts`: no more calls for one request, however many routes could still be tried. */
export function attemptsPromise(written: WrittenPolicy): readonly Promised[] {
  const { maxAttempts, shape } = written;
  const manyBackups = Array.from({ length: maxAttempts + 1 }, (_, index) => `drill_${index + 1}`);
  const wide = manyBackups.reduceRight(
    (changed, route) => withAllowed(withBackup(changed, route), route),
    withFallbackOn(shape, "primary_route_unavailable"),
  );
  const approved = manyBackups.reduce((changed, route, index) => {
    const before = index === 0 ? written.primaries : manyBackups.slice(index - 1, index);
    return before.reduce((shape, from) => withApproval(shape, from, route), changed);
  }, wide);
  const situation = situationsOf("transient_error", written).find(
    (one) => !isStopped(one, "when_spent", written),
  );
  const isWritten = shape.fallback?.max_attempts !== undefined;
  const byDefault = isWritten ? "" : " (the default)";
  const named = {
    kind: "attempts",
    id: `fallback.max_attempts: ${maxAttempts}`,
    words: `at most ${maxAttempts} calls for one request, whatever fails${byDefault}`,
  } as const;
  const promised =
    situation === undefined
      ? { ...named, drills: [], notDrilled: "every transient error stops at once" }
      : {
          ...named,
          drills: [drillOf(situation, approved, written)],
          atGateway: [allFailing(written, { mostCalls: maxAttempts })],
        };
  return [
    isWritten ? promiseAt(written, ["fallback", "max_attempts"], promised) : unwritten(promised),
  ];
}

function drillOf(
  { words, request, reply }: Situation,
  shape: PolicyShape,
  { maxAttempts }: WrittenPolicy,
): Drill {
  return {
    words: `${words} of every route`,
    request,
    script: allSay(reply),
    shape,
    expected: { attempts: [], mayGoOn: true, ending: "failed", calls: maxAttempts },
  };
}
