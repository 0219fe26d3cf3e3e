import { canonicalJson } from "../../core/canonical-json.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { putCeilings } from "./cost-variables.ts";
import { documented, put, textIn, type Tree } from "./documented.ts";
import { documentName } from "../document-name.ts";
import { fallbackVariables } from "./fallback-variables.ts";
import type { PolicyMeaning } from "../policy-version.ts";
import { strategyVariables } from "./strategy-variables.ts";

/**
 * What a policy means, laid out as its document is, with the routes it names under `routes`.
 * Nothing of the meaning is lost but what another part of it says as well.
 */
export function policyVariables(meaning: PolicyMeaning): JsonObject {
  const { policy, routes } = JSON.parse(canonicalJson(meaning)) as {
    readonly policy: Readonly<Record<string, JsonValue>>;
    readonly routes: JsonObject;
  };
  const { stated, strategy, primaryRoute, fallback, risk, ceilings, attachments, ...others } =
    policy;
  const tree: Tree = {};
  for (const [key, value] of Object.entries(others)) {
    if (ofWorkflow.has(key)) continue;
    put(tree, placeOf[key] ?? [documentName(key)], documented(value, key));
  }
  for (const [key, value] of Object.entries((stated ?? {}) as JsonObject)) {
    if (value !== null) put(tree, [key], value);
  }
  put(tree, ["route_selection", "strategy"], strategyVariables(strategy, primaryRoute));
  putRisk(tree, risk);
  putCeilings(tree, (ceilings ?? []) as readonly JsonObject[]);
  put(tree, ["fallback"], fallbackVariables(fallback));
  for (const attachment of (attachments ?? []) as readonly JsonObject[]) {
    put(tree, ["attachments", textIn(attachment, "role")], attachment["sha256"]);
  }
  const definitions = Object.entries(routes).map(([name, route]) => [name, routeOf(route)]);
  put(tree, ["routes"], Object.fromEntries(definitions) as JsonObject);
  return tree as JsonObject;
}

/** Where a document has what the program keeps elsewhere. */
const placeOf: Readonly<Record<string, readonly string[]>> = {
  name: ["policy_name"],
  requiredCapabilities: ["route_selection", "required_capabilities"],
  allowedRoutes: ["route_selection", "allowed_routes"],
  blockedRoutes: ["route_selection", "blocked_routes"],
  reviewWhen: ["risk", "human_review_required_when"],
  onNoEligibleRoute: ["risk", "on_no_eligible_route"],
  requiredLogs: ["evidence", "required_logs"],
  acceptance: ["acceptance_tests"],
};

/** They stand among what a policy states of its workflow, and are told of there. */
const ofWorkflow: ReadonlySet<string> = new Set([
  "workflow",
  "environment",
  "riskClass",
  "dataSensitivity",
]);

/** Regions for all data are one list, else a list for each sensitivity; none: any will do. */
function putRisk(tree: Tree, risk: JsonValue | undefined): void {
  if (!isJsonObject(risk)) return;
  const { approvedRegions = [], ...others } = risk;
  put(tree, ["risk"], documented(others, "risk"));
  for (const approved of approvedRegions as readonly JsonObject[]) {
    const { sensitivity, regions } = approved;
    const of = sensitivity === undefined ? [] : [textIn(approved, "sensitivity")];
    put(tree, ["risk", "approved_regions", ...of], regions);
  }
}

/** A route as the registry has it: claims stand beside the other capabilities there. */
function routeOf(route: JsonValue): JsonValue {
  if (!isJsonObject(route)) return route;
  const { name: _name, ...parts } = route;
  const shown = documented(parts, "") as JsonObject;
  const { capabilities } = shown;
  if (!isJsonObject(capabilities)) return shown;
  const { claims = {}, ...others } = capabilities;
  return { ...shown, capabilities: { ...(claims as JsonObject), ...others } };
}
