import { failover } from "../../parts/failover.ts";
import type { PartOf } from "../../parts/part.ts";
import { routesInUse } from "../../parts/routes-in-use.ts";
import type { RunReport } from "../../run-report.ts";
import { html, type Html } from "../../html-text.ts";
import { blocksHtml, PAGE_ROWS } from "../part-html.ts";
import { section } from "../section.ts";
import { providerShares } from "./provider-shares.ts";

/** Who served, what stands behind it, and which routes may go. */
export function providers(report: RunReport): Html {
  return section(
    "providers",
    "Providers and routes",
    providerShares(report),
    below(failover, report),
    below(routesInUse, report),
  );
}

/** A part of its own under this section's title. */
function below(partOf: PartOf, report: RunReport): Html | undefined {
  const part = partOf(report, PAGE_ROWS);
  return part && html`<h3 id="${part.id}">${part.title}</h3>\n${blocksHtml(part)}`;
}
