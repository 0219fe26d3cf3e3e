import type { Price, PriceSource, Registry, Route } from "../../core/route.ts";
import type { LoadedPrices } from "../../policies/read-prices.ts";
import { catalogPrice, type CatalogPrice } from "../../providers/price-catalog.ts";

/** Something to know about the price of a route. */
export interface PriceNote {
  readonly route: string;
  readonly message: string;
}

export interface ResolvedPrices {
  /** Its routes carry the price that costs are computed with, and where it comes from. */
  readonly registry: Registry;
  /** One for each price that is only inferred, and for each route without any, by route name. */
  readonly notes: readonly PriceNote[];
}

/**
 * The prices of a run, at its moment (milliseconds since 1970): a route's own, else the prices
 * file's, else the catalog's, which is loaded only for routes that lack one. What none of them
 * knows stays unknown.
 */
export async function resolvePrices(
  registry: Registry,
  prices: Pick<LoadedPrices, "priceOf"> | undefined,
  atMs: number,
): Promise<ResolvedPrices> {
  const notes: PriceNote[] = [];
  const routes = new Map<string, Route>();
  for (const route of registry.routes.values()) {
    const { name, provider, model } = route;
    const ofFile = route.price === undefined ? prices?.priceOf(provider, model, atMs) : undefined;
    const known = route.price ?? ofFile;
    const ofCatalog = known === undefined ? await catalogPrice(route, atMs) : undefined;
    const message = known === undefined ? noteOn(route, ofCatalog) : undefined;
    if (message !== undefined) notes.push({ route: name, message });
    const source = route.price !== undefined ? "route" : "prices_file";
    if (known !== undefined) routes.set(name, priced(route, known, source));
    else routes.set(name, ofCatalog ? priced(route, ofCatalog.price, ofCatalog.source) : route);
  }
  return {
    registry: { ...registry, routes },
    notes: notes.toSorted((one, other) => (one.route < other.route ? -1 : 1)),
  };
}

function priced(route: Route, price: Price, priceSource: PriceSource): Route {
  return { ...route, price, priceSource };
}

/** Whether a warning of a run is a note on this route's price. */
export function isPriceNote(warning: string, route: string): boolean {
  return warning.startsWith(noPrice(route)) || warning.startsWith(inferredPrice(route));
}

function noPrice(route: string): string {
  return `route "${route}" has no price: `;
}

function inferredPrice(route: string): string {
  return `route "${route}": the price of `;
}

function noteOn(
  { name, provider, model }: Route,
  found: CatalogPrice | undefined,
): string | undefined {
  if (found === undefined) {
    return (
      `${noPrice(name)}neither a prices file nor the catalog knows ${model} of ${provider}, ` +
      `so its calls have a known cost only where their data states one`
    );
  }
  if (found.source === "catalog") return undefined;
  return `${inferredPrice(name)}${model} is inferred from ${found.model} of ${found.vendor}`;
}
