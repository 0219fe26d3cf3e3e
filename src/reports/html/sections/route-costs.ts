import type { Metrics } from "../../../core/metrics.ts";
import { armsOf } from "../../arms.ts";
import { notAvailable } from "../../numbers.ts";
import { entriesOf, type Place } from "../../place.ts";
import type { RunReport } from "../../run-report.ts";
import { dataTable, type Column } from "../data-table.ts";
import { html, type Html, type HtmlValue } from "../../html-text.ts";
import { derivedFigure, estimateFigure, plainFigure, term } from "../numbers.ts";

const columns: readonly Column[] = [
  { title: "route" },
  { title: "records", isNumeric: true },
  { title: "attempts", isNumeric: true },
  { title: "input tokens", isNumeric: true },
  { title: "cached", isNumeric: true },
  { title: "output tokens", isNumeric: true },
  { title: "cost", isNumeric: true },
  { title: "share of cost", isNumeric: true },
  { title: "accepted", isNumeric: true },
  { title: term("cost_per_accepted_usd", "cost per accepted outcome"), isNumeric: true },
];

const NOTE =
  "Each record stands under the route that the policy decided on: attempts, tokens and cost of its retries and fallbacks are in that row, whoever served them, so that the rows add up. " +
  "Input tokens are those at the full price and those written to a cache; cached ones were read from it. Routes of one policy see different records: the rows describe and do not compare.";

/** What each policy spends, by the route that it decided on. */
export function routeCosts(report: RunReport): Html {
  const tables = armsOf(report).map(({ name, role, place }, arm) => {
    const overall = place.at("overall");
    const routes = entriesOf<Metrics>(place.at("routes")).toSorted(
      ([, one], [, other]) => other.value.cost.total_usd - one.value.cost.total_usd,
    );
    return dataTable({
      id: `routes-of-${arm}`,
      caption: `Cost of ${name} (${role}) by route`,
      columns,
      rows: [
        ...routes.map(([route, metrics]) => rowOf(route, metrics, overall)),
        rowOf("all", overall, overall),
      ],
    });
  });
  return html`<h3>By route</h3>
<p>${NOTE}</p>
${tables}`;
}

function rowOf(
  name: string,
  metrics: Place<Metrics>,
  overall: Place<Metrics>,
): readonly HtmlValue[] {
  const { tokens, cost } = metrics.value;
  const [at, all] = [metrics.at("tokens"), overall.value.cost.total_usd];
  const isShared = overall.value.cost.unknown_attempts === 0 && all > 0;
  const counted = (figure: Html) =>
    atLeast(figure, tokens.unknown_attempts, metrics.value.attempts, "no tokens are known");
  return [
    name,
    plainFigure(metrics.at("records"), "count"),
    plainFigure(metrics.at("attempts"), "count"),
    counted(derivedFigure(tokens.input_uncached + tokens.input_cache_write, "count")),
    counted(plainFigure(at.at("input_cache_read"), "count")),
    counted(plainFigure(at.at("output"), "count")),
    atLeast(
      plainFigure(metrics.at("cost").at("total_usd"), "usd"),
      cost.unknown_attempts,
      metrics.value.attempts,
      "no cost is known",
    ),
    isShared
      ? derivedFigure(cost.total_usd / all, "rate")
      : notAvailable(all > 0 ? "unknown costs" : "no cost to share"),
    plainFigure(metrics.at("accepted"), "count"),
    estimateFigure(metrics.at("cost").at("per_accepted_usd"), "usd"),
  ];
}

/** A sum over attempts, some of which may be unknown: then it is a lower bound, or nothing. */
function atLeast(figure: Html, unknown: number, attempts: number, reason: string): HtmlValue {
  if (attempts > 0 && unknown >= attempts) return notAvailable(reason);
  return unknown > 0 ? html`at least ${figure}` : figure;
}
