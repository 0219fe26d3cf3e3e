import type { Registry, Route } from "../../core/route.ts";
import type { RunManifest } from "../../core/run-manifest.ts";
import type { LoadedPrices } from "../../policies/read-prices.ts";
import { priceFromRun } from "./run-prices.ts";

/**
 * The routes of a kept run under a prices file. Unlike in a new run the file comes first, for that
 * is what is asked: a route that it names costs what it says, every other what it cost in the run.
 */
export function repricedRegistry(
  registry: Registry,
  kept: RunManifest["prices"],
  prices: Pick<LoadedPrices, "priceOf">,
  atMs: number,
): Registry {
  const routes = [...registry.routes.values()].map((route): Route => {
    const { price: _price, priceSource: _source, ...rest } = route;
    const ofFile = prices.priceOf(route.provider, route.model, atMs);
    if (ofFile !== undefined) return { ...rest, price: ofFile, priceSource: "prices_file" };
    const ofRun = kept[route.name];
    if (!ofRun) return { ...rest, price: undefined };
    const { source } = ofRun;
    return { ...rest, price: priceFromRun(ofRun), ...(source && { priceSource: source }) };
  });
  return { ...registry, routes: new Map(routes.map((route) => [route.name, route])) };
}
