import type {
  DominatedRoute,
  ExitCriteriaResult,
  RouteFigures,
  UnusedRoute,
} from "../../core/routes-in-use.ts";
import { inert, table } from "../markdown-text.ts";
import { countText, msText, rateText, usdText } from "../numbers.ts";
import { DOMINATED_NOTE, roleWords, UNUSED_NOTE } from "../route-words.ts";
import type { RunReport } from "../run-report.ts";
import { cutList } from "./cut-list.ts";

/** Routes that a team may want to retire or move on; absent: there is nothing to say of any. */
export function routesInUse({ comparison }: RunReport, rows: number): string | undefined {
  const { unused = [], dominated = [], exit_criteria: criteria = [] } = comparison.routes ?? {};
  const parts = [
    ...(dominated.length === 0 ? [] : [dominatedTable(dominated, rows)]),
    ...(unused.length === 0 ? [] : [unusedTable(unused, rows)]),
    ...(criteria.length === 0 ? [] : [criteriaTable(criteria, rows)]),
  ];
  return parts.length === 0 ? undefined : `## Routes to reconsider\n\n${parts.join("\n\n")}`;
}

function dominatedTable(dominated: readonly DominatedRoute[], rows: number): string {
  const header = ["route", "beaten by", "acceptance", "cost per request", "p95", "records", "from"];
  const { shown, note } = cutList(dominated, rows, "routes");
  const cells = shown.map(({ route, by, n, basis, figures, by_figures: better }) => [
    inert(route),
    inert(by),
    ...change(figures, better),
    countText(n),
    basis === "table" ? "the table, each route alone" : "what two policies decided",
  ]);
  return `${DOMINATED_NOTE}\n\n${table(header, cells)}${note}`;
}

function change(from: RouteFigures, to: RouteFigures): readonly string[] {
  return [
    `${rateText(from.acceptance_rate)} → ${rateText(to.acceptance_rate)}`,
    `${usdText(from.cost_per_request_usd)} → ${usdText(to.cost_per_request_usd)}`,
    `${msText(from.p95_complete_ms)} → ${msText(to.p95_complete_ms)}`,
  ];
}

function unusedTable(unused: readonly UnusedRoute[], rows: number): string {
  const header = ["unused route", "provider", "lifecycle", "named", "by"];
  const { shown, note } = cutList(unused, rows, "routes");
  const cells = shown.map(({ route, provider, lifecycle, role, named_by: policies }) => [
    inert(route),
    inert(provider),
    lifecycle,
    roleWords[role],
    policies.map((name) => inert(name)).join(", "),
  ]);
  return `${UNUSED_NOTE}\n\n${table(header, cells)}${note}`;
}

function criteriaTable(criteria: readonly ExitCriteriaResult[], rows: number): string {
  const header = ["route", "from", "to", "exit criterion", "seen", "so far"];
  const lines = criteria.flatMap(({ route, lifecycle, to, records, gates }) =>
    gates.length === 0
      ? [
          [
            inert(route),
            lifecycle,
            to,
            "–",
            `${countText(records)} records`,
            "no record was sent there",
          ],
        ]
      : gates.map(({ id, status, because }) => [
          inert(route),
          lifecycle,
          to,
          inert(id),
          inert(because, 200),
          status === "pass" ? "met" : status === "fail" ? "not met" : "not known yet",
        ]),
  );
  const { shown, note } = cutList(lines, rows, "criteria");
  return `Exit criteria of the registry:\n\n${table(header, shown)}${note}`;
}
