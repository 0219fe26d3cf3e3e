import type { PolicyShape } from "../shapes/policy-shape.ts";
import { allFailing, asBackup } from "./blocked-routes.ts";
import { DRILL_STRANGER, withAllowed } from "./changes.ts";
import { promiseAt } from "./promise-at.ts";
import type { Drill, Promised } from "./promised.ts";
import { chosenSay } from "./walks.ts";
import type { WrittenPolicy } from "./written-policy.ts";

/**
 * `blocked_fallbacks` and `allowed_fallbacks`: what they leave out never stands in for another
 * route, whoever asks for it (C7: a blocked fallback, no silent change).
 */
export function blockedFallbackPromises(written: WrittenPolicy): readonly Promised[] {
  const { blocked_fallbacks: blocked = [], allowed_fallbacks: allowed } =
    written.shape.fallback ?? {};
  const onlyAllowed: Promised[] =
    allowed === undefined
      ? []
      : [
          promiseAt(written, ["fallback", "allowed_fallbacks"], {
            kind: "blocked_fallback",
            id: "fallback.allowed_fallbacks",
            words: "no other route stands in, even where one is written as a backup",
            drills: drillsFor(DRILL_STRANGER, written, (shape) => ({
              ...shape,
              fallback: { ...shape.fallback, allowed_fallbacks: allowed },
            })),
            atGateway: [],
          }),
        ];
  return [
    ...blocked.map((route, index) =>
      promiseAt(written, ["fallback", "blocked_fallbacks", index], {
        kind: "blocked_fallback",
        id: `fallback.blocked_fallbacks: ${route}`,
        words: "it never stands in, even where it is written as a backup",
        drills: drillsFor(route, written, (shape) => shape),
        atGateway: [allFailing(written, { neverFallsBackTo: [route] })],
      }),
    ),
    ...onlyAllowed,
  ];
}

/** A route may be blocked as a fallback and chosen first: then it fails with the others. */
function drillsFor(
  route: string,
  written: WrittenPolicy,
  finish: (shape: PolicyShape) => PolicyShape,
): readonly Drill[] {
  const shape = withAllowed(written.shape, route);
  const drill = (words: string, asked: PolicyShape): Drill => ({
    words,
    request: written.request,
    script: chosenSay(written, { kind: "failure", failure: "timeout" }),
    shape: finish(asked),
    expected: { attempts: [], mayGoOn: true, neverFallsBackTo: [route] },
  });
  return [
    drill("as the first backup of a failing route", asBackup(shape, route)),
    drill("by use_ROUTE on a timeout", {
      ...shape,
      fallback: { ...asBackup(shape, route).fallback, on_timeout: `use_${route}` },
    }),
  ];
}
