import type {
  DominatedRoute,
  ExitCriteriaResult,
  RouteFigures,
  RouteRole,
  UnusedRoute,
} from "../../core/routes-in-use.ts";
import { count, plain } from "../number-spans.ts";
import { comparisonPlace, itemsOf, type Place } from "../place.ts";
import type { RunReport } from "../run-report.ts";
import { data, listed, own, type Word, words } from "../words.ts";
import { type Block, firstRows, paragraph, type Part, table } from "./part.ts";

/** Routes that a team may want to retire or move on; absent: there is nothing to say of any. */
export function routesInUse(report: RunReport, rows: number): Part | undefined {
  const routes = comparisonPlace(report).find("routes");
  const criteria = routes?.find("exit_criteria");
  const blocks = [
    ...dominatedBlocks(routes === undefined ? [] : itemsOf(routes.at("dominated")), rows),
    ...unusedBlocks(routes?.value.unused ?? [], rows),
    ...criteriaBlocks(criteria === undefined ? [] : itemsOf(criteria), rows),
  ];
  if (blocks.length === 0) return undefined;
  return { id: "routes-in-use", title: "Routes to reconsider", blocks };
}

const DOMINATED =
  "Candidates for retirement: on the same records another route was at least as good in all " +
  "three figures and better in one. These are estimates without a test; a gate decides better.";

function dominatedBlocks(
  dominated: readonly Place<DominatedRoute>[],
  rows: number,
): readonly Block[] {
  if (dominated.length === 0) return [];
  const header = ["route", "beaten by", "acceptance", "cost per request", "p95", "records", "from"];
  const { shown, leftOut } = firstRows(dominated, rows, "routes");
  const cells = shown.map((found) => [
    found.value.route,
    found.value.by,
    ...change(found.at("figures"), found.at("by_figures")),
    count(found.at("n")),
    own(
      found.value.basis === "table" ? "the table, each route alone" : "what two policies decided",
    ),
  ]);
  return [
    paragraph(words`${own(DOMINATED)}`),
    table("Routes that another route beats", header.map(own), cells, leftOut),
  ];
}

function change(from: Place<RouteFigures>, to: Place<RouteFigures>): readonly Word[] {
  const figures = [
    ["acceptance_rate", "rate"],
    ["cost_per_request_usd", "usd"],
    ["p95_complete_ms", "ms"],
  ] as const;
  return figures.map(
    ([key, unit]) => words`${plain(from.at(key), unit)} → ${plain(to.at(key), unit)}`,
  );
}

const UNUSED =
  "Named, and never called here. What is chosen by no record is a candidate for retirement; a " +
  "fallback that was not needed is none: drill it.";

const roleWords: Readonly<Record<RouteRole, string>> = {
  choice: "to be chosen",
  fallback: "to fall back on",
  allowed: "as allowed",
};

function unusedBlocks(unused: readonly UnusedRoute[], rows: number): readonly Block[] {
  if (unused.length === 0) return [];
  const header = ["unused route", "provider", "lifecycle", "named", "by"];
  const { shown, leftOut } = firstRows(unused, rows, "routes");
  const cells = shown.map(({ route, provider, lifecycle, role, named_by: policies }) => [
    route,
    provider,
    own(lifecycle),
    own(roleWords[role]),
    listed(policies),
  ]);
  return [
    paragraph(words`${own(UNUSED)}`),
    table("Routes that were not called", header.map(own), cells, leftOut),
  ];
}

function criteriaBlocks(
  criteria: readonly Place<ExitCriteriaResult>[],
  rows: number,
): readonly Block[] {
  if (criteria.length === 0) return [];
  const header = ["route", "from", "to", "exit criterion", "seen", "so far"];
  const { shown, leftOut } = firstRows(criteria.flatMap(criterionRows), rows, "criteria");
  return [
    paragraph(words`Exit criteria of the registry:`),
    table("What routes have to show before they move on", header.map(own), shown, leftOut),
  ];
}

function criterionRows(criterion: Place<ExitCriteriaResult>): readonly (readonly Word[])[] {
  const { route, lifecycle, to, gates } = criterion.value;
  const first = [route, own(lifecycle), own(to)];
  if (gates.length === 0) {
    const records = words`${count(criterion.at("records"))} records`;
    return [[...first, own("–"), records, own("no record was sent there")]];
  }
  return gates.map(({ id, status, because }) => [
    ...first,
    id,
    data(because, 200),
    own(status === "pass" ? "met" : status === "fail" ? "not met" : "not known yet"),
  ]);
}
