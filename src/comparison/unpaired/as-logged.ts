import type { Metrics, PolicyMetrics } from "../../core/metrics.ts";
import { unknownEstimate } from "../estimate.ts";
import { isUntold } from "./untold-metrics.ts";

type Figures = Omit<PolicyMetrics, "version">;

/** The figures of a log without those of which it says nothing: they are not 0, they are not known. */
export function asLogged(figures: Figures): Figures {
  const { routes, served_routes: served, segments, owners } = figures;
  return {
    ...figures,
    overall: told(figures.overall),
    routes: mapped(routes, told),
    served_routes: mapped(served, told),
    segments: mapped(segments, (values) => mapped(values, told)),
    owners: mapped(owners, told),
  };
}

function told<Kind extends Metrics>(metrics: Kind): Kind {
  const entries = Object.entries(metrics).map(([name, value]) => [
    name,
    isUntold(name)
      ? unknownEstimate("not_in_a_log", { n: metrics.records, method: "none" })
      : value,
  ]);
  return Object.fromEntries(entries) as Kind;
}

function mapped<One, Other>(
  values: Readonly<Record<string, One>>,
  change: (value: One) => Other,
): Readonly<Record<string, Other>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}
