import { invalidInput } from "../../core/harness-error.ts";
import type { Problem } from "../../core/problem.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import type { Route } from "../../core/route.ts";
import { keyHostProblems } from "../../providers/live/api-keys.ts";
import { baseUrlOf } from "../../providers/live/base-url.ts";
import { maySpend } from "../answer-source.ts";
import { createCallCosts, type CallCosts } from "./call-costs.ts";
import { callableRoutes } from "./callable-routes.ts";
import { keysOf } from "./route-keys.ts";
import type { CallSession } from "../session.ts";

/**
 * Throws `HarnessError` with everything that would stop a live run at its first call to a route:
 * keys by their names alone, addresses, a key that would go to two hosts, a price that no cap can
 * be held to. `more` is what else keeps the run from beginning.
 */
export function preflight(
  { inputs, options, world }: Pick<CallSession, "inputs" | "options" | "world">,
  more: () => readonly Problem[] = () => [],
): void {
  const { registry } = inputs;
  const keys = keysOf(registry, world);
  world.redaction.hide(keys.values());
  if (!maySpend(options)) return;
  const called = { policies: inputs.arms.map(({ policy }) => policy), registry };
  const routes = callableRoutes(called);
  const problems = [
    ...routes.flatMap(addressProblems),
    ...missingKeys(routes, keys),
    ...keyHostProblems(registry.routes.values()),
    ...priceProblems(routes, createCallCosts(called)),
    ...more(),
  ];
  if (problems.length > 0)
    throw invalidInput("nothing was called: the live run cannot start", problems);
}

/** A request of which everything is bounded that a request bounds: what is left is the price. */
const boundedRecord: ReplayRecord = {
  ordinal: 0,
  id: "",
  source: "",
  request: {
    messages: [{ role: "user", content: "" }],
    tools: [],
    responseSchema: undefined,
    stream: false,
    slaMs: undefined,
    maxOutputTokens: 1,
  },
  expected: undefined,
  group: undefined,
  workflow: undefined,
  owner: undefined,
  arrivedAtMs: undefined,
  tags: {},
  features: {},
  outcomes: undefined,
};

function priceProblems(
  routes: readonly Route[],
  { worstCaseOf }: Pick<CallCosts, "worstCaseOf">,
): readonly Problem[] {
  return routes.flatMap((route) => {
    const worst = worstCaseOf(route, boundedRecord);
    if (worst.kind === "bounded") return [];
    const hint = "give it a price in the registry, or in a file for --prices";
    return [problem(`no spend cap can hold route "${route.name}": ${worst.because}`, hint)];
  });
}

function addressProblems(route: Route): readonly Problem[] {
  const address = baseUrlOf(route);
  if (address === undefined) {
    return [problem(`route "${route.name}" needs a base_url`, "its provider has no usual address")];
  }
  if (URL.canParse(address)) return [];
  return [problem(`route "${route.name}": base_url is no address: ${address}`)];
}

/** One problem a variable, with all the routes that want it. */
function missingKeys(
  routes: readonly Route[],
  keys: ReadonlyMap<string, string>,
): readonly Problem[] {
  const wanting = new Map<string, string[]>();
  const problems: Problem[] = [];
  for (const { name, apiKeyEnv, baseUrl } of routes) {
    if (apiKeyEnv === undefined) {
      // A server with an address of its own may want no key.
      if (baseUrl !== undefined) continue;
      const hint = "write api_key_env: NAME_OF_A_VARIABLE";
      problems.push(problem(`route "${name}" names no api_key_env`, hint));
    } else if (!keys.has(apiKeyEnv)) {
      wanting.set(apiKeyEnv, [...(wanting.get(apiKeyEnv) ?? []), name]);
    }
  }
  for (const [variable, names] of wanting) {
    const hint = `export ${variable}=…`;
    problems.push(problem(`${variable} is not set (${names.join(", ")})`, hint));
  }
  return problems;
}

function problem(message: string, hint?: string): Problem {
  return { file: undefined, line: undefined, column: undefined, message, hint };
}
