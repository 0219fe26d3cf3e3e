import type { Route } from "../../core/route.ts";
import { extraHeaderProblems } from "./extra-headers.ts";
import type { ParameterProblem } from "./route-parameters.ts";
import type { Wire } from "./wire.ts";

/** What is wrong with a route's parameters, on its wire or for its provider. */
export function routeProblems(route: Route, wire: Wire): readonly ParameterProblem[] {
  return [...wire.parameterProblems(route.parameters), ...extraHeaderProblems(route)];
}
