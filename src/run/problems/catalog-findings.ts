import { didYouMean } from "../../core/nearest-name.ts";
import type { Finding } from "../../core/problem.ts";
import type { LoadedRegistry } from "../../policies/read-registry.ts";
import { unknownModel } from "../../providers/price-catalog.ts";

/**
 * Routes whose model the catalog does not know at a moment (milliseconds since 1970): mostly a
 * slip in its name. A server with an address of its own may call its models as it likes.
 */
export async function catalogFindings(
  { registry, document }: LoadedRegistry,
  atMs: number,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const route of registry.routes.values()) {
    const { name, provider, model, baseUrl } = route;
    if (provider === "openai_compatible" || baseUrl !== undefined) continue;
    const unknown = await unknownModel(route, atMs);
    if (unknown === undefined) continue;
    findings.push({
      file: document.file,
      ...document.locate(["routes", name, "model"]),
      message: `route "${name}": the catalog does not know the model ${model} of ${provider}`,
      hint: didYouMean(model, unknown.known) ?? "check its name at the provider",
    });
  }
  return findings;
}
