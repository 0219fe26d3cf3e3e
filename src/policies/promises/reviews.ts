import { firstWhere, type Exchange } from "./expression-triggers.ts";
import { promiseAt } from "./promise-at.ts";
import type { Drill, Promised } from "./promised.ts";
import { withTag } from "./sample-requests.ts";
import { allSay } from "./walks.ts";
import type { WrittenPolicy } from "./written-policy.ts";

const section = "human_review_required_when";

/** `human_review_required_when`: a person has to look where the condition holds, and only there. */
export function reviewPromises(written: WrittenPolicy): readonly Promised[] {
  const conditions = written.shape.risk?.[section] ?? [];
  return conditions.map((reason, index) => {
    const asked = isName(reason) ? named(reason, written) : [firstWhere(reason, true, written)];
    const plain = { request: written.request, reply: written.answer };
    const unasked = isName(reason) ? plain : firstWhere(reason, false, written);
    return promiseAt(written, ["risk", section, index], {
      kind: "review",
      id: `risk.${section}: ${reason}`,
      words: "a person has to look at it where this holds, and not where it does not",
      drills: asked.flatMap((exchange, at): readonly Drill[] => {
        if (exchange === undefined) return [];
        const holds = drillOf(at === 0 ? "it holds" : "an answer says so", reason, true, exchange);
        if (at > 0 || unasked === undefined) return [holds];
        return [holds, drillOf("it does not hold", reason, false, unasked)];
      }),
    });
  });
}

/** A bare name is a tag of the request, or a signal of its answer. */
function named(name: string, { request, answer }: WrittenPolicy): readonly Exchange[] {
  const signals = { ...answer.signals, [name]: true };
  return [
    { request: withTag(name, "true")(request), reply: answer },
    { request, reply: { ...answer, signals } },
  ];
}

function drillOf(
  words: string,
  reason: string,
  isAsked: boolean,
  { request, reply }: Exchange,
): Drill {
  return {
    words,
    request,
    script: allSay(reply),
    expected: { attempts: [], mayGoOn: true, review: { reason, isAsked } },
  };
}

/** A bare name is that of a tag or signal, not an expression. */
function isName(text: string): boolean {
  return /^[A-Za-z_][\w-]*$/.test(text) && text !== "true" && text !== "false";
}
