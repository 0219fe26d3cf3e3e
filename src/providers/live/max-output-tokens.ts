import type { JsonObject } from "../../core/json.ts";
import type { ModelRequest } from "../../core/model-request.ts";

/** The smaller of what the record and its route allow an answer to be; absent: neither says. */
export function maxOutputTokens(request: ModelRequest, parameters: JsonObject): number | undefined {
  const ofRoute = parameters["max_output_tokens"];
  const limits = [request.maxOutputTokens, ofRoute].filter((limit) => typeof limit === "number");
  return limits.length === 0 ? undefined : Math.min(...limits);
}
