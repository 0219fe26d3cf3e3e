import { promiseAt } from "./promise-at.ts";
import type { Drill, ExpectedAttempt, Promised } from "./promised.ts";
import { situationsOf, type Situation } from "./situations.ts";
import { isStopped, isWrittenFor } from "./happens.ts";
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

/** Where a strategy itself lists what comes next, transient errors lead there without any rule. */
function successionPromise(written: WrittenPolicy): readonly Promised[] {
  const { strategy } = written.shape.route_selection ?? {};
  const [next] = written.backups;
  if (strategy !== "priority" || next === undefined) return [];
  return [
    promiseAt(written, ["route_selection", "priority", "routes"], {
      kind: "fallback",
      id: "route_selection.priority: the rest of the list",
      words: `${next} is called after transient errors, and its answer is taken`,
      drills: lastingSituations("transient_error", written).map((situation) =>
        fallbackDrill(situation, [[next]], written),
      ),
    }),
  ];
}

/** Backups in order; where a draw may have chosen one of them, the next stands beside it. */
function backupsAfterFirst({ backups, primaries }: WrittenPolicy): readonly (readonly string[])[] {
  const others = backups.filter((route) => !primaries.includes(route));
  const [first] = backups;
  if (primaries.length === 1 || first === undefined || others[0] === first) {
    return others.map((route) => [route]);
  }
  return [backups.slice(0, 2)];
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
      ending: "answered",
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
