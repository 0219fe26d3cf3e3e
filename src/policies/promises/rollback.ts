import { transientKinds } from "../../core/failure.ts";
import { rolledBack } from "../rolled-back.ts";
import { unwritten } from "./promise-at.ts";
import type { Promised } from "./promised.ts";
import { situationOfReply } from "./situations.ts";
import { isStopped } from "./happens.ts";
import { allSay } from "./walks.ts";
import type { WrittenPolicy } from "./written-policy.ts";

/** C5 and C7: the route is pinned and its fallbacks are off, so that nothing else is ever called. */
export function rollbackPromise(written: WrittenPolicy): readonly Promised[] {
  const { shape, request, primaries } = written;
  // Told by the provider: limits that triggers set are gone with their triggers.
  const kinds = [...transientKinds].filter((failure) => {
    const situation = situationOfReply({ kind: "failure", failure }, written);
    return !isStopped(situation, "when_spent", written);
  });
  return [
    unwritten({
      kind: "rollback",
      id: "rollback",
      words: `pinned to ${primaries.join(" or ")} with its fallbacks off, no other route is called`,
      drills: primaries.flatMap((route) => {
        const pinned = rolledBack(shape, route);
        const first = { kind: "first", route: [route] } as const;
        return [
          {
            words: "a good answer",
            request,
            script: allSay({ kind: "answer" }),
            shape: pinned,
            expected: { attempts: [first], ending: "answered" },
          } as const,
          ...kinds.map((failure) => ({
            words: `${failure}, again and again`,
            request,
            script: {
              byRoute: new Map([[route, [{ kind: "failure", failure } as const]]]),
              others: [written.answer],
            },
            shape: pinned,
            expected: {
              attempts: [first],
              mayGoOn: true,
              ending: "failed",
              onlyRoute: route,
            } as const,
          })),
        ];
      }),
    }),
  ];
}
