import type { Policy } from "../../core/policy.ts";
import type { Problem } from "../../core/problem.ts";
import type { Registry } from "../../core/route.ts";
import type { Path, Template } from "../template.ts";

/** What keeps the route of the strategy `gateway` from leading to one. */
export function gatewayProblems(
  template: Template,
  { strategy }: Policy,
  routes: Registry["routes"],
): readonly Problem[] {
  if (strategy.kind !== "gateway") return [];
  const route = routes.get(strategy.route);
  if (route === undefined) return [];
  const isInBlock = template.shape.route_selection?.gateway !== undefined;
  const path: Path = ["route_selection", ...(isInBlock ? ["gateway", "route"] : ["primary_route"])];
  if (route.provider !== "openai_compatible") {
    const message = `"${route.name}" leads to ${route.provider}, not to a gateway`;
    return [template.problemAt(path, message, "give it provider: openai_compatible")];
  }
  if (route.baseUrl !== undefined) return [];
  const message = `"${route.name}" has no base_url: nobody knows where the gateway is`;
  return [template.problemAt(path, message, "give it one, such as http://127.0.0.1:8787/v1")];
}
