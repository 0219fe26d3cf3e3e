import type { RunReport } from "../../run-report.ts";
import type { Html } from "../html.ts";
import { section } from "../section.ts";
import { driftPart } from "./providers/drift-part.ts";
import { failoverPart } from "./providers/failover-part.ts";
import { intentsPart } from "./providers/intents-part.ts";
import { routesPart } from "./providers/routes-part.ts";
import { sharesPart } from "./providers/shares-part.ts";
import { timelinePart } from "./providers/timeline-part.ts";

/** Who served, what stands behind it, and whether the traffic and the routes are as they were. */
export function providers(report: RunReport): Html {
  return section(
    "providers",
    "Providers, routes and drift",
    sharesPart(report),
    failoverPart(report),
    routesPart(report),
    driftPart(report),
    timelinePart(report),
    intentsPart(report),
  );
}
