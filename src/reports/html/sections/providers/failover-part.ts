import type { PolicyMetrics } from "../../../../core/metrics.ts";
import { armsOf } from "../../../arms.ts";
import { comparisonPlace, type Place } from "../../../place.ts";
import { drilledWords, FAILOVER_NOTE } from "../../../route-words.ts";
import type { RunReport } from "../../../run-report.ts";
import { dataTable } from "../../data-table.ts";
import { html, type Html, type HtmlValue } from "../../html.ts";
import { plainFigure } from "../../numbers.ts";

/** What stands behind each provider; undefined: the run's routes were not looked at. */
export function failoverPart(report: RunReport): Html | undefined {
  const policies = comparisonPlace(report).at("policies");
  const arms = armsOf(report).filter(({ metrics }) => metrics.failover !== undefined);
  if (arms.length === 0) return undefined;
  return html`<h3>Failover</h3>
<p>${FAILOVER_NOTE}</p>
${dataTable({
  id: "failover",
  caption: "Providers of each policy, and where it may go on to",
  columns: [
    { title: "policy" },
    { title: "provider" },
    { title: "share of records", isNumeric: true },
    { title: "may go on to" },
    { title: "drilled" },
    { title: "fallbacks seen", isNumeric: true },
    { title: "accepted", isNumeric: true },
  ],
  rows: arms.flatMap(({ name }) => armRows(name, policies.at(name))),
})}`;
}

function armRows(policy: string, place: Place<PolicyMetrics>): readonly (readonly HtmlValue[])[] {
  const { overall, failover: pairs = [] } = place.value;
  const shares = place.at("overall").at("providers");
  const found = place.find("failover");
  const names = new Set([...Object.keys(overall.providers), ...pairs.map(({ from }) => from)]);
  return [...names].toSorted().flatMap((provider) => {
    const share = shares.find(provider);
    const first = [policy, provider, share === undefined ? "0%" : plainFigure(share, "rate")];
    const behind = pairs.flatMap(({ from, to, drilled }, index) => {
      const pair = found?.at(index);
      if (from !== provider || pair === undefined) return [];
      return [
        [
          ...first,
          from === to ? `${to} (another route)` : to,
          drilledWords[drilled],
          plainFigure(pair.at("seen"), "count"),
          plainFigure(pair.at("accepted"), "count"),
        ],
      ];
    });
    return behind.length === 0 ? [[...first, "nothing", "–", "–", "–"]] : behind;
  });
}
