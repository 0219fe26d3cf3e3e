/** Names that a document writes otherwise than the program does. */
const ownNames: Readonly<Record<string, string>> = {
  maxPerRequestNanoUsd: "max_cost_per_request",
  maxPerWorkflowNanoUsd: "max_cost_per_workflow",
  maxCostPerAcceptedNanoUsd: "max_cost_per_accepted",
  sensitivityBy: "data_sensitivity_by",
};

/** `p95CompleteMs` as documents have it, `p95_complete_ms`; amounts are in dollars there. */
export function documentName(key: string): string {
  return (
    ownNames[key] ??
    key
      .replace(/NanoUsd(.*)$/, "$1Usd")
      .replace(/([a-z0-9])(?=[A-Z])/g, "$1_")
      .toLowerCase()
  );
}

/** A path as people write it; a name that is no plain word stands in quotes. */
export function pathText(path: readonly (string | number)[]): string {
  let text = "";
  for (const part of path) {
    if (typeof part === "number") text += `[${part}]`;
    else if (/^[\w-]+$/.test(part)) text += text === "" ? part : `.${part}`;
    else text += `[${JSON.stringify(part)}]`;
  }
  return text;
}
