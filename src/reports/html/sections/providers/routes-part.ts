import type {
  DominatedRoute,
  ExitCriteriaResult,
  RoutesInUse,
} from "../../../../core/routes-in-use.ts";
import { countText } from "../../../numbers.ts";
import { comparisonPlace, type Place } from "../../../place.ts";
import { DOMINATED_NOTE, roleWords, UNUSED_NOTE } from "../../../route-words.ts";
import type { RunReport } from "../../../run-report.ts";
import { dataTable } from "../../data-table.ts";
import { html, type Html, type HtmlValue } from "../../html.ts";
import { plainFigure } from "../../numbers.ts";

/** Routes that a team may want to retire or move on; undefined: there is nothing to say of any. */
export function routesPart(report: RunReport): Html | undefined {
  const routes = comparisonPlace(report).find("routes");
  if (routes === undefined) return undefined;
  const { unused, dominated, exit_criteria: criteria = [] } = routes.value;
  if (unused.length + dominated.length + criteria.length === 0) return undefined;
  return html`<h3>Routes to reconsider</h3>
${dominatedTable(routes)}
${unusedTable(routes.value)}
${criteriaTable(criteria)}`;
}

function dominatedTable(routes: Place<RoutesInUse>): Html | undefined {
  const dominated = routes.at("dominated");
  if (dominated.value.length === 0) return undefined;
  return html`<p>${DOMINATED_NOTE}</p>
${dataTable({
  id: "routes-dominated",
  caption: "Routes that another one beats",
  columns: [
    { title: "route" },
    { title: "beaten by" },
    { title: "acceptance", isNumeric: true },
    { title: "cost per request", isNumeric: true },
    { title: "p95", isNumeric: true },
    { title: "records", isNumeric: true },
    { title: "from" },
  ],
  rows: dominated.value.map(({ route, by, basis }, index) => {
    const place = dominated.at(index);
    return [
      route,
      by,
      change(place, "acceptance_rate", "rate"),
      change(place, "cost_per_request_usd", "usd"),
      change(place, "p95_complete_ms", "ms"),
      plainFigure(place.at("n"), "count"),
      basis === "table" ? "the table, each route alone" : "what two policies decided",
    ];
  }),
})}`;
}

function change(
  place: Place<DominatedRoute>,
  key: keyof DominatedRoute["figures"],
  unit: "rate" | "usd" | "ms",
): Html {
  const [from, to] = [place.at("figures").at(key), place.at("by_figures").at(key)];
  return html`${plainFigure(from, unit)} → ${plainFigure(to, unit)}`;
}

function unusedTable({ unused }: RoutesInUse): Html | undefined {
  if (unused.length === 0) return undefined;
  return html`<p>${UNUSED_NOTE}</p>
${dataTable({
  id: "routes-unused",
  caption: "Routes that were never called",
  columns: ["unused route", "provider", "lifecycle", "named", "by"].map((title) => ({ title })),
  rows: unused.map(({ route, provider, lifecycle, role, named_by: policies }) => [
    route,
    provider,
    lifecycle,
    roleWords[role],
    policies.join(", "),
  ]),
})}`;
}

const statusWords = { pass: "met", fail: "not met", inconclusive: "not known yet" } as const;

function criteriaTable(criteria: readonly ExitCriteriaResult[]): Html | undefined {
  if (criteria.length === 0) return undefined;
  return dataTable({
    id: "routes-criteria",
    caption: "Exit criteria of the registry",
    columns: ["route", "from", "to", "exit criterion", "seen", "so far"].map((title) => ({
      title,
    })),
    rows: criteria.flatMap(({ route, lifecycle, to, records, gates }) =>
      gates.length === 0
        ? [[route, lifecycle, to, "–", `${countText(records)} records`, "no record was sent there"]]
        : gates.map(({ id, status, because }): readonly HtmlValue[] => [
            route,
            lifecycle,
            to,
            id,
            because,
            statusWords[status],
          ]),
    ),
  });
}
