import type { PolicyShape } from "../shapes/policy-shape.ts";
import { withAllowed, withBackup, withFallbackOn, withPrimary } from "./changes.ts";
import { promiseAt } from "./promise-at.ts";
import type { Drill, ExpectedAttempt, Promised } from "./promised.ts";
import { situationsOf, type Situation } from "./situations.ts";
import { isStopped, isWrittenFor } from "./happens.ts";
import { chosenSay } from "./walks.ts";
import type { WrittenPolicy } from "./written-policy.ts";

const DAY_MS = 86_400_000;

/**
 * `approval_required` and `approvals`: a fallback counts as reviewed where an approval covers it,
 * to the last millisecond of its last day, and as unreviewed elsewhere.
 */
export function approvalPromises(written: WrittenPolicy): readonly Promised[] {
  const { approval_required: isRequired, approvals = [] } = written.shape.fallback ?? {};
  if (isRequired !== true && !written.isHighRisk) return [];
  const situation = situationsOf("transient_error", written).find(
    (one) => !isStopped(one, "when_spent", written),
  );
  const [from = ""] = written.primaries;
  const notDrilled = { drills: [], notDrilled: "every transient error stops at once" };
  return [
    promiseAt(written, written.isHighRisk ? ["workflow"] : ["fallback", "approval_required"], {
      kind: "approval",
      id: written.isHighRisk ? "workflow.risk_class: high" : "fallback.approval_required",
      words: written.isHighRisk
        ? "no route is changed without an approval: the request waits for a person"
        : "a fallback that nobody approved counts as unreviewed",
      ...(situation === undefined
        ? notDrilled
        : {
            drills: [
              fallbackDrill("no approval", { from, to: "drill_unapproved" }, situation, written, {
                isUnreviewed: true,
              }),
            ],
          }),
    }),
    ...approvals.map(({ from: one, to, by, until }, index) =>
      promiseAt(written, ["fallback", "approvals", index], {
        kind: "approval",
        id: `fallback.approvals ${index + 1}: ${one} → ${to}`,
        words: `${to} may stand in for ${one}, as ${by} approved${until === undefined ? "" : ` until ${until}`}`,
        ...(situation === undefined
          ? notDrilled
          : { drills: approvedDrills({ from: one, to, until }, situation, written) }),
      }),
    ),
  ];
}

function approvedDrills(
  {
    from,
    to,
    until,
  }: { readonly from: string; readonly to: string; readonly until?: string | undefined },
  situation: Situation,
  written: WrittenPolicy,
): readonly Drill[] {
  if (until === undefined) {
    return [
      fallbackDrill("at any time", { from, to }, situation, written, { isUnreviewed: false }),
    ];
  }
  const endMs = Date.parse(`${until}T00:00:00Z`) + DAY_MS;
  return [
    fallbackDrill(`on ${until}, in its last millisecond`, { from, to }, situation, written, {
      isUnreviewed: false,
      arrivedAtMs: endMs - 1,
    }),
    fallbackDrill("1 ms later", { from, to }, situation, written, {
      isUnreviewed: !isApprovedAt({ from, to }, endMs, written.shape),
      arrivedAtMs: endMs,
    }),
  ];
}

/** Another line may approve the same for longer. */
function isApprovedAt(
  { from, to }: { readonly from: string; readonly to: string },
  atMs: number,
  { fallback }: PolicyShape,
): boolean {
  return (fallback?.approvals ?? []).some(
    (approval) =>
      approval.from === from &&
      approval.to === to &&
      (approval.until === undefined || atMs < Date.parse(`${approval.until}T00:00:00Z`) + DAY_MS),
  );
}

/** The one route fails, and the other is made its backup. */
function fallbackDrill(
  words: string,
  { from, to }: { readonly from: string; readonly to: string },
  situation: Situation,
  written: WrittenPolicy,
  how: { readonly isUnreviewed: boolean; readonly arrivedAtMs?: number },
): Drill {
  const pinned = withAllowed(withPrimary(written.shape, from), from);
  const asked = withFallbackOn(withBackup(pinned, to), "primary_route_unavailable");
  // No other one, which may be approved.
  const backed = { ...asked, fallback: { ...asked.fallback, backup_routes: [to] } };
  const isRetried = isWrittenFor("retry", situation, "at_once", written);
  const calls: readonly ExpectedAttempt[] = [
    { kind: "first", route: [from] },
    ...(isRetried ? [{ kind: "retry", route: "same" } as const] : []),
  ];
  return {
    words,
    request: { ...situation.request, arrivedAtMs: how.arrivedAtMs },
    script: {
      byRoute: new Map([
        ...chosenSay(written, situation.reply).byRoute,
        [from, [situation.reply]],
        [to, [written.answer]],
      ]),
      others: [written.answer],
    },
    shape: withAllowed(backed, to),
    expected:
      written.isHighRisk && how.isUnreviewed
        ? { attempts: calls, ending: "queued" }
        : {
            attempts: [...calls, { kind: "fallback", route: [to] }],
            ending: "answered",
            isUnreviewed: how.isUnreviewed,
          },
  };
}
