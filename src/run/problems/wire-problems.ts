import type { Problem } from "../../core/problem.ts";
import type { LoadedRegistry } from "../../policies/read-registry.ts";
import { familyOf } from "../../providers/live/base-url.ts";
import { routeProblems } from "../../providers/live/route-problems.ts";
import { wires } from "../../providers/live/wires.ts";

/** Parameters of routes that their wires cannot carry: a call would be another than was asked for. */
export function wireProblems({ registry, document }: LoadedRegistry): readonly Problem[] {
  return [...registry.routes.values()].flatMap((route) => {
    return routeProblems(route, wires[familyOf(route)]).map(({ parameter, message }) => ({
      file: document.file,
      ...document.locate(["routes", route.name, "parameters", parameter]),
      message: `route "${route.name}": parameter ${parameter}: ${message}`,
      hint: undefined,
    }));
  });
}
