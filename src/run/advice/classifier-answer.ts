import type { Classification } from "../../core/advice.ts";
import { isJsonObject, type JsonValue } from "../../core/json.ts";
import type { ProviderReply } from "../../core/provider.ts";

type Said = Pick<Classification, "label" | "confidence" | "because" | "failure">;

const LONGEST_QUOTE = 100;

/** What a model's reply says a request is about; a reply that cannot be read says nothing. */
export function classificationOf(
  { result, latencyMs, costNanoUsd, usage }: ProviderReply,
  labels: readonly string[],
): Classification {
  const taken = { by: "model", latencyMs, costNanoUsd, usage } as const;
  switch (result.kind) {
    case "not_covered":
      return { ...unsure("nothing is known of its answer"), ...taken, failure: "not_covered" };
    case "failure": {
      const { kind, detail } = result.failure;
      const because = detail === undefined ? kind : `${kind}: ${detail}`;
      return { ...unsure(because), ...taken, failure: kind };
    }
    case "response":
      return { ...read(result.response.text ?? "", labels), ...taken };
  }
}

function read(text: string, labels: readonly string[]): Said {
  const answer = objectIn(text);
  if (answer === undefined) return unsure(`its answer is no object: ${quoted(text)}`);
  const { intent, confidence = null } = answer;
  if (typeof intent !== "string") return unsure(`its answer has no intent: ${quoted(text)}`);
  if (!labels.includes(intent)) return unsure(`answered ${quoted(intent)}, which is no label`);
  if (confidence === null) return { label: intent, confidence: undefined, because: "answered" };
  if (typeof confidence === "number" && confidence >= 0 && confidence <= 1) {
    return { label: intent, confidence, because: "answered" };
  }
  return unsure(`its confidence is not from 0 to 1: ${quoted(JSON.stringify(confidence))}`);
}

function unsure(because: string): Said {
  return { label: undefined, confidence: undefined, because };
}

/** Models that are not held to a schema like to fence their JSON: what stands around it is cut. */
function objectIn(text: string): { readonly [key: string]: JsonValue } | undefined {
  const from = text.indexOf("{");
  const to = text.lastIndexOf("}");
  if (from < 0 || to < from) return undefined;
  try {
    const value = JSON.parse(text.slice(from, to + 1)) as JsonValue;
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, LONGEST_QUOTE));
}
