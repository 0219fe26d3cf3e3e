import { conditionAt } from "../condition-at.ts";
import { conditionOn } from "./conditions.ts";
import { requestExpressions } from "./first-routes.ts";
import { promiseAt } from "./promise-at.ts";
import type { Drill, DrillRequest, Promised } from "./promised.ts";
import { sampleRequests, withTag } from "./sample-requests.ts";
import { allSay } from "./walks.ts";
import type { WrittenPolicy } from "./written-policy.ts";

const section = "human_review_required_when";

/** `human_review_required_when`: a person has to look where the condition holds, and only there. */
export function reviewPromises(written: WrittenPolicy): readonly Promised[] {
  const conditions = written.shape.risk?.[section] ?? [];
  return conditions.map((reason, index) => {
    const path = ["risk", section, index];
    const [asked, unasked] = isName(reason)
      ? [withTag(reason, "true")(written.request), written.request]
      : samplesOf(reason, path, written);
    return promiseAt(written, path, {
      kind: "review",
      id: `risk.${section}: ${reason}`,
      words: "a person has to look at it where this holds, and not where it does not",
      ...(asked === undefined
        ? { drills: [], notDrilled: "no made-up request fulfils the condition" }
        : {
            drills: [
              drillOf(`it holds`, reason, true, asked, written),
              ...(unasked === undefined
                ? []
                : [drillOf("it does not hold", reason, false, unasked, written)]),
            ],
          }),
    });
  });
}

function drillOf(
  words: string,
  reason: string,
  isAsked: boolean,
  request: DrillRequest,
  { answer }: WrittenPolicy,
): Drill {
  return {
    words,
    request,
    script: allSay(answer),
    expected: { attempts: [], mayGoOn: true, review: { reason, isAsked } },
  };
}

function samplesOf(
  text: string,
  path: readonly (string | number)[],
  { template, shape }: WrittenPolicy,
): readonly [DrillRequest | undefined, DrillRequest | undefined] {
  const holds = conditionOn(conditionAt(template, path, text));
  const samples = [...sampleRequests(requestExpressions(shape))];
  return [
    samples.find((sample) => holds(sample) === true),
    samples.find((sample) => holds(sample) === false),
  ];
}

/** A bare name is that of a tag or signal, not an expression. */
function isName(text: string): boolean {
  return /^[A-Za-z_][\w-]*$/.test(text) && text !== "true" && text !== "false";
}
