import { filePartTypes } from "../../core/file-parts.ts";
import type { Route } from "../../core/route.ts";
import type { FilterAtWork, FilterSetup } from "./filter.ts";

/** A request with images or other files on a route that does not claim `vision`. */
export function fileParts({ routes }: FilterSetup): FilterAtWork | undefined {
  if (routes.every(claimsVision)) return undefined;
  return {
    isConcerned: ({ request }) => filePartTypes(request).length > 0,
    refusalOf(route, { request }) {
      if (claimsVision(route)) return undefined;
      const types = filePartTypes(request);
      if (types.length === 0) return undefined;
      return {
        kind: "capability",
        because: `it does not claim vision, and the request holds ${types.join(", ")}`,
      };
    },
  };
}

function claimsVision({ capabilities: { claims } }: Route): boolean {
  return Object.hasOwn(claims, "vision") && claims["vision"] === true;
}
