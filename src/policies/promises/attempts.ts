import { transientKinds } from "../../core/failure.ts";
import { withAllowed, withBackup, withFallbackOn } from "./changes.ts";
import { promiseAt, unwritten } from "./promise-at.ts";
import type { Promised } from "./promised.ts";
import { situationsOf } from "./situations.ts";
import { allSay, isStopped } from "./walks.ts";
import type { WrittenPolicy } from "./written-policy.ts";

/** `max_attempts`: no more calls for one request, however many routes could still be tried. */
export function attemptsPromise(written: WrittenPolicy): readonly Promised[] {
  const { maxAttempts, shape } = written;
  const manyBackups = Array.from({ length: maxAttempts + 1 }, (_, index) => `drill_${index + 1}`);
  const wide = manyBackups.reduceRight(
    (changed, route) => withAllowed(withBackup(changed, route), route),
    withFallbackOn(shape, "primary_route_unavailable"),
  );
  const situation = situationsOf("transient_error", written).find(
    ({ whenSpent }) => !isStopped(whenSpent, written),
  );
  const isWritten = shape.fallback?.max_attempts !== undefined;
  const promised = {
    kind: "attempts",
    id: `fallback.max_attempts: ${maxAttempts}`,
    words: `at most ${maxAttempts} calls for one request, whatever fails${isWritten ? "" : " (the default)"}`,
    ...(situation === undefined
      ? { drills: [], notDrilled: `each of ${[...transientKinds].join(", ")} stops at once` }
      : {
          drills: [
            {
              words: `${situation.words} of every route`,
              requests: [written.request],
              script: allSay(situation.reply),
              shape: wide,
              expected: { attempts: [], mayGoOn: true, ending: "failed", calls: maxAttempts },
            },
          ],
        }),
  } as const;
  return [
    isWritten
      ? promiseAt(written, ["fallback", "max_attempts"], promised)
      : unwritten(promised),
  ];
}
