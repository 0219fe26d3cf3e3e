import { promiseAt } from "./promise-at.ts";
import type { Drill, ExpectedAttempt, Promised } from "./promised.ts";
import { situationsOf, type Situation } from "./situations.ts";
import { isStopped, isWrittenFor } from "./happens.ts";
import { requestWithOthers } from "./good-enough.ts";
import { mayFollow } from "./may-follow.ts";
import { callsBeforeFallback, chosenSay } from "./walks.ts";
import type { WrittenPolicy } from "./written-policy.ts";
import type { WrittenTransition } from "./written-transitions.ts";

/** `fallback_to_backup_route` and `use_ROUTE`: another route is called, and its answer is taken. */
export function fallbackPromises(written: WrittenPolicy): readonly Promised[] {
  return [
    ...written.transitions
      .filter(({ does }) => does === "fallback")
      .map((transition) => fallbackPromise(transition, written)),
    ...successionPromise(written),
  ];
}

function fallbackPromise(transition: WrittenTransition, written: WrittenPolicy): Promised {
  const { route, path, id, triggers } = transition;
  const targets = route === undefined ? backupsAfterFirst(written) : [[route]];
  const [first] = targets;
  const promised = { kind: "fallback", id } as const;
  if (first === undefined) {
    return promiseAt(written, path, {
      ...promised,
      words: "another route is called",
      drills: [],
      notDrilled: "the policy names no route that may stand in",
    });
  }
  const situations = triggers.flatMap((trigger) => lastingSituations(trigger, written));
  return promiseAt(written, path, {
    ...promised,
    words: `${first.join(" or ")} is called instead, and its answer is taken`,
    drills: situations.flatMap((situation) => [
      fallbackDrill(situation, [first], written),
      ...(targets.length > 1 ? furtherBackups(situation, targets, written) : []),
    ]),
  });
}

/** Strategies whose own routes follow one another after transient errors, without any rule. */
const successions = ["priority", "cost_aware", "scored"] as const;

function comparesRoutes({ shape, primaries }: WrittenPolicy): boolean {
  const { strategy } = shape.route_selection ?? {};
  return primaries.length > 1 && (strategy === "cost_aware" || strategy === "scored");
}

export function hasSuccession({ shape }: WrittenPolicy): boolean {
  const { strategy } = shape.route_selection ?? {};
  return successions.some((name) => name === strategy);
}

/**
 * The next route of the strategy itself: of a list it is known which one that is. No line writes it,
 * so whatever the document says against it wins: one call, a high risk, lists of fallbacks, a stop.
 */
function successionPromise(written: WrittenPolicy): readonly Promised[] {
  const { strategy = "", scored } = written.shape.route_selection ?? {};
  const next = strategy === "priority" ? written.backups.slice(0, 1) : written.primaries;
  const isNone = strategy === "priority" ? next.length === 0 : next.length < 2;
  if (!hasSuccession(written) || isNone || scored?.fallbacks === 0) return [];
  if (written.maxAttempts < 2 || written.isHighRisk) return [];
  // Which of several routes comes next the document does not tell: all of them have to be allowed.
  if (!next.every((route) => mayFollow(route, written.shape))) return [];
  const request = strategy === "cost_aware" ? requestWithOthers(written) : written.request;
  if (request === undefined) return [];
  const setting = { ...written, request };
  const situations = situationsOf("transient_error", setting).filter(
    (one) => !one.isBeforeCall && !isStopped(one, "when_spent", setting),
  );
  if (situations.length === 0) return [];
  return [
    promiseAt(written, ["route_selection", strategy], {
      kind: "fallback",
      id: `route_selection.${strategy}: the routes that follow`,
      words: `${next.join(" or ")} is called after transient errors`,
      drills: situations.map((situation) => fallbackDrill(situation, [next], setting)),
    }),
  ];
}

/** Backups in order; where a draw may have chosen one of them, the next stands beside it. */
function backupsAfterFirst(written: WrittenPolicy): readonly (readonly string[])[] {
  const { backups, primaries } = written;
  // Routes that were compared follow one another before any backup does.
  if (comparesRoutes(written)) return [[...new Set([...primaries, ...backups.slice(0, 1)])]];
  const others = backups.filter((route) => !primaries.includes(route));
  const [first] = backups;
  if (primaries.length === 1 || first === undefined || others[0] === first) {
    return (written.isHighRisk ? approvedOf(others, written) : others).map((route) => [route]);
  }
  return [backups.slice(0, 2)];
}

/** At high risk backups that nobody approved are passed over; where all are, the first is asked for. */
function approvedOf(
  backups: readonly string[],
  { primaries: [primary], shape }: WrittenPolicy,
): readonly string[] {
  const { approvals = [] } = shape.fallback ?? {};
  const isApproved = (to: string): boolean =>
    approvals.some((approval) => approval.from === primary && approval.to === to);
  // The one after it would need an approval of its own, from there.
  const found = backups.find(isApproved) ?? backups[0];
  return found === undefined ? [] : [found];
}

function lastingSituations(trigger: string, written: WrittenPolicy): readonly Situation[] {
  const all = situationsOf(trigger, written).filter(({ isBeforeCall }) => !isBeforeCall);
  const left = all.filter((one) => !isStopped(one, "when_spent", written));
  return left.length > 0 ? left : all;
}

function fallbackDrill(
  situation: Situation,
  targets: readonly (readonly string[])[],
  written: WrittenPolicy,
): Drill {
  const isRetried = isWrittenFor("retry", situation, "at_once", written);
  const retry: readonly ExpectedAttempt[] = isRetried ? [{ kind: "retry", route: "same" }] : [];
  const failing = chosenSay(written, situation.reply);
  const passedOver = targets.slice(0, -1).flat();
  const isAlsoChosen = targets.at(-1)?.some((route) => written.primaries.includes(route)) === true;
  const calls = targets.flatMap((route, index): readonly ExpectedAttempt[] => [
    { kind: "fallback", route },
    ...(index < targets.length - 1 ? retry : []),
  ]);
  return {
    words:
      passedOver.length === 0
        ? situation.words
        : `${situation.words}, also of ${passedOver.join(", ")}`,
    request: situation.request,
    script: {
      ...failing,
      byRoute: new Map([
        ...failing.byRoute,
        ...passedOver.map((route) => [route, [situation.reply]] as const),
      ]),
    },
    expected: {
      attempts: [...callsBeforeFallback(situation, written), ...calls],
      // A route that the draw may have chosen says what all of those say.
      ...(isAlsoChosen ? { mayGoOn: true } : { ending: "answered" }),
    },
  };
}

/** The backups after the first, each in its turn, as far as `max_attempts` lets it come. */
function furtherBackups(
  situation: Situation,
  targets: readonly (readonly string[])[],
  written: WrittenPolicy,
): readonly Drill[] {
  return targets.slice(1).flatMap((_, index) => {
    const drill = fallbackDrill(situation, targets.slice(0, index + 2), written);
    return drill.expected.attempts.length > written.maxAttempts ? [] : [drill];
  });
}
