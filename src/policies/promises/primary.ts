import { promiseAt, unwritten } from "./promise-at.ts";
import type { Promised } from "./promised.ts";
import { allSay, firstCall } from "./walks.ts";
import { requestExpressions, writtenRules } from "./first-routes.ts";
import { sampleRequests } from "./sample-requests.ts";
import type { WrittenPolicy } from "./written-policy.ts";

/** C7's first test in small: the route that the policy names answers, and nobody else is called. */
export function primaryPromise(written: WrittenPolicy): readonly Promised[] {
  return [
    unwritten({
      kind: "primary",
      id: "route_selection: the first route",
      words: `a request goes to ${written.primaries.join(" or ")}, and its answer is taken`,
      drills: [
        {
          words: "a good answer",
          request: written.request,
          script: allSay(written.answer),
          expected: { attempts: [firstCall(written)], ending: "answered" },
        },
      ],
    }),
  ];
}

/** Each rule sends the requests that it is the first to match to its route. */
export function rulePromises(written: WrittenPolicy): readonly Promised[] {
  const { template, shape, answer } = written;
  const rules = writtenRules(template, shape);
  return rules.map(({ text, route }, index) => {
    const isFirst = (sample: WrittenPolicy["request"]): boolean =>
      written.decides(sample) &&
      rules.slice(0, index + 1).every(({ matches }, at) => matches(sample) === (at === index));
    const sample = sampleRequests(requestExpressions(shape)).find(isFirst);
    return promiseAt(written, ["route_selection", "rules", index, "when"], {
      kind: "rule",
      id: `route_selection.rules ${index + 1}: ${text}`,
      words: `a request of which this is the first rule to hold goes to ${route}`,
      ...(sample === undefined
        ? {
            drills: [],
            notDrilled: "no made-up request is one that this rule is the first to match",
          }
        : {
            drills: [
              {
                words: text,
                request: sample,
                script: allSay(answer),
                expected: { attempts: [{ kind: "first", route: [route] }], ending: "answered" },
              },
            ],
          }),
    });
  });
}
