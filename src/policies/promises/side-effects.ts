import { withFallbackOn, withRetryOn } from "./changes.ts";
import { isStopped } from "./happens.ts";
import { promiseAt } from "./promise-at.ts";
import type { Drill, DrillRequest, Promised } from "./promised.ts";
import { situationOfReply } from "./situations.ts";
import { allSay, firstCall } from "./walks.ts";
import type { WrittenPolicy } from "./written-policy.ts";

/** `side_effecting_tools`: what may have changed the world is not asked for twice. */
export function sideEffectPromises(written: WrittenPolicy): readonly Promised[] {
  const { side_effecting_tools: tools = [] } = written.shape.fallback ?? {};
  return tools.map((tool, index) =>
    promiseAt(written, ["fallback", "side_effecting_tools", index], {
      kind: "side_effect",
      id: `fallback.side_effecting_tools: ${tool}`,
      words: "an answer that calls it is final, and a call that may have is not sent again",
      drills: [...finalAnswer(tool, written), ...brokenOff(tool, written)],
    }),
  );
}

/** The request offers the tool. */
function offering(tool: string, { request }: WrittenPolicy): DrillRequest {
  const tools = [{ name: tool, description: "", parameters: { type: "object" } }];
  return { ...request, request: { ...request.request, tools } };
}

function finalAnswer(tool: string, written: WrittenPolicy): readonly Drill[] {
  const reply = { kind: "truncated", toolCalls: [tool] } as const;
  if (isStopped(situationOfReply(reply, written), "when_spent", written)) return [];
  return [
    {
      words: "an answer that calls it, with a retry and a fallback written for it",
      request: offering(tool, written),
      script: allSay(reply),
      shape: withRetryOn(withFallbackOn(written.shape, "truncated"), "truncated"),
      expected: { attempts: [firstCall(written)], ending: "answered" },
    },
  ];
}

function brokenOff(tool: string, written: WrittenPolicy): readonly Drill[] {
  const reply = { kind: "failure", failure: "connection" } as const;
  if (isStopped(situationOfReply(reply, written), "when_spent", written)) return [];
  return [
    {
      words: "a call that broke off",
      request: offering(tool, written),
      script: allSay(reply),
      shape: withRetryOn(written.shape, "connection"),
      expected: { attempts: [firstCall(written)], ending: "queued" },
    },
  ];
}
