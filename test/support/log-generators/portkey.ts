import type { JsonObject } from "../../../src/core/json.ts";
import { countOne } from "./log-totals.ts";
import { dollars, isoTime, logGenerator, type LogGenerator } from "./generated-log.ts";
import { failuresByStatus, type TrueCall, type TrueRequest } from "./true-request.ts";

/** An export of Portkey, which does not say what its cost counts. */
function portkeyIn(unit: "usd" | "cents"): LogGenerator {
  return logGenerator({
    format: "portkey",
    shape: unit,
    options: { cost_unit: unit },
    traits: {
      failures: failuresByStatus,
      hasRetries: true,
      hasCacheRead: false,
      hasCacheWrite: false,
      hasReasoning: false,
      hasFirstToken: false,
      hasCacheHits: false,
      hasRedaction: true,
      hasCost: true,
      hasLatency: true,
      failuresHaveUsage: true,
      failuresHaveCost: true,
    },
    jostledBy: 20,
    write: (request, { row, totals }) => {
      for (const [index, call] of request.calls.entries()) {
        countOne(totals.unmapped, "metadata.team");
        if (request.isRedacted && call.failure === undefined) {
          // Which version answered stands in the reply alone.
          totals.servedModels[call.servedModel]! -= 1;
          countOne(totals.servedModels, call.requestedModel);
        }
        row(portkeyRow(request, call, index, unit));
      }
    },
  });
}

export const portkeyUsd: LogGenerator = portkeyIn("usd");
export const portkeyCents: LogGenerator = portkeyIn("cents");

function portkeyRow(
  request: TrueRequest,
  call: TrueCall,
  index: number,
  unit: "usd" | "cents",
): JsonObject {
  const { failure } = call;
  const message = { role: "assistant", content: call.text };
  const body = { model: call.servedModel, choices: [{ message, finish_reason: "stop" }] };
  const messages = [{ role: "user", content: request.prompt }];
  return {
    id: `pk-${request.number}-${index}`,
    trace_id: `tr-${request.number}`,
    created_at: isoTime(call.startMs),
    request: request.isRedacted ? {} : { body: { model: call.requestedModel, messages } },
    response: failure === undefined && !request.isRedacted ? { body } : {},
    is_success: failure === undefined,
    ai_org: "openai",
    ai_model: call.requestedModel,
    req_units: call.uncached,
    res_units: call.output,
    total_units: call.uncached + call.output,
    cost: unit === "usd" ? dollars(call.costNanoUsd) : call.costNanoUsd / 1e7,
    cost_currency: "USD",
    response_time: call.latencyMs,
    response_status_code: failure?.httpStatus ?? 200,
    mode: "fallback",
    config: "pc-support-1",
    metadata: { team: request.team },
  };
}
