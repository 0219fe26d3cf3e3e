import type { FlowNode, OutcomeFlow } from "../../../core/charts/outcome-flow.ts";
import { armsOf, type Arm } from "../../arms.ts";
import { armStyle } from "../../charts/arm-style.ts";
import { isCostUnknown } from "../../cost-text.ts";
import { COLUMNS_IN_HALF, flowChart, flowColumns, type FlowMeasure } from "../../charts/flow.ts";
import { countText, usdText } from "../../numbers.ts";
import { comparisonPlace, type Place } from "../../place.ts";
import type { RunReport } from "../../run-report.ts";
import { dataTable } from "../data-table.ts";
import { figure } from "../figure.ts";
import { html, type Html } from "../../html-text.ts";
import { knownUsdFigure, plainFigure } from "../numbers.ts";
import { section } from "../section.ts";
import { wideChart } from "../wide-chart.ts";

/** More columns than this make a drawing that scrolls on any screen. */
const COLUMNS_AT_A_GLANCE = 7;

export const flowSectionStyle = `
.flows figure{display:block}
.flows .chart{max-width:1200px}
.flows.panels .chart{max-width:640px}
.flows .wide .chart{min-width:960px}
.flows.panels .wide .chart{min-width:540px}
`;

const INTRO =
  "Every record's way under each policy: the route that was decided on, what ended that call, the " +
  "next route, and so on to its ending. Hatched bands end in work that was not accepted.";

/** The ways of records and of money, a pair of drawings a policy. */
export function flow(report: RunReport): Html {
  const arms = armsOf(report);
  const policies = comparisonPlace(report).at("policies");
  return section(
    "flow",
    "Where records and money went",
    html`<p>${INTRO}</p>`,
    ...arms.map((arm, index) => {
      const place = policies.at(arm.name).find("flow");
      return html`<h3>${arm.name} (${arm.role})</h3>
${place === undefined ? withoutFlow(arm) : policyFlow(arm, index, place)}`;
    }),
  );
}

/** An older run: its endings are known, the ways to them are not. */
function withoutFlow({ metrics: { overall } }: Arm): Html {
  const endings = Object.entries(overall.endings).map(
    ([name, count]) => `${name} ${countText(count)}`,
  );
  return html`<p>This run was compared before the ways of its records were counted. How they ended: ${endings.join(", ")}; accepted: ${countText(overall.accepted)} of ${countText(overall.records)}.</p>`;
}

function policyFlow(arm: Arm, index: number, place: Place<OutcomeFlow>): Html {
  const drawings = (["records", "dollars"] as const).map((measure) =>
    flowFigure(arm, index, place, measure),
  );
  const columns = flowColumns(place.value);
  return html`<p>${lostMoney(arm, place.value)}</p>
<div class="${columns <= COLUMNS_IN_HALF ? "flows panels" : "flows"}">
${drawings}</div>
`;
}

/** The number that is remembered. */
function lostMoney({ metrics: { overall } }: Arm, flow: OutcomeFlow): string {
  const { cost } = overall;
  if (isCostUnknown(overall)) {
    return "No cost is known, so nobody can say what was paid for work that was not accepted.";
  }
  const isPartial = flow.unknown_costs > 0 || cost.unknown_attempts > 0;
  const atLeast = isPartial ? "at least " : "";
  const unknown = isPartial
    ? ` The cost of ${countText(flow.unknown_costs)} records is not known in full, so the dollars are at least what they say.`
    : "";
  const other =
    flow.joined_paths > 0
      ? ` ${countText(flow.joined_paths)} rarer ways are drawn through one node, “other”.`
      : "";
  return `${atLeast}${usdText(flow.not_accepted_usd)} of ${atLeast}${usdText(cost.total_usd)} was paid for work that was not accepted.${unknown}${other}`;
}

function flowFigure(
  arm: Arm,
  index: number,
  place: Place<OutcomeFlow>,
  measure: FlowMeasure,
): Html | undefined {
  const flow = place.value;
  const id = `flow-${index}-${measure}`;
  const other = measure === "records" ? "dollars" : "records";
  const what = measure === "records" ? "records" : "money";
  const chart = flowChart({
    id: `${id}-chart`,
    title: `Where the ${what} of ${arm.name} went`,
    description: describe(flow, measure),
    flow,
    measure,
    className: armStyle(index).className,
  });
  if (chart === undefined) {
    return html`<p id="${id}">No ${measure === "records" ? "record" : "dollar"} is known to have gone anywhere, so there is nothing to draw by ${measure}.</p>`;
  }
  const label = `Flow of ${what}, ${arm.name}`;
  const width = flowColumns(flow) > COLUMNS_AT_A_GLANCE ? "wider" : "wide";
  return figure({
    id,
    chart: wideChart(label, chart, width),
    caption: html`Bands are as wide as their ${measure}; ${countText(arm.metrics.overall.records)} records. <a href="#flow-${index}-${other}">The same by ${other}</a>`,
    table: linkTable(place, `${id}-table`, label),
  });
}

/** The ends of the ways, in words. */
function describe({ nodes, links }: OutcomeFlow, measure: FlowMeasure): string {
  const endings = nodes
    .filter(({ kind }) => kind === "ending")
    .map(({ id, name }) => {
      const into = links.filter(({ to }) => to === id);
      const records = into.reduce((sum, link) => sum + link.records, 0);
      const usd = into.reduce((sum, link) => sum + link.cost_usd, 0);
      return `${name}: ${measure === "records" ? countText(records) : usdText(usd)}`;
    });
  return `Ends in ${endings.join("; ")}.`;
}

function linkTable(place: Place<OutcomeFlow>, id: string, caption: string): Html {
  const { nodes, links } = place.value;
  const named = new Map(nodes.map((node) => [node.id, nodeName(node)]));
  const at = place.at("links");
  return dataTable({
    id,
    caption,
    columns: [
      { title: "from" },
      { title: "to" },
      { title: "records", isNumeric: true },
      { title: "cost", isNumeric: true },
    ],
    rows: links.map(({ from, to }, index) => [
      named.get(from) ?? from,
      named.get(to) ?? to,
      plainFigure(at.at(index).at("records"), "count"),
      knownUsdFigure(at.at(index).at("cost_usd"), place.value.unknown_costs > 0),
    ]),
  });
}

/** A route may come again further on. */
function nodeName({ kind, name, stage }: FlowNode): string {
  return kind === "route" && stage > 1 ? `${name} (step ${stage})` : name;
}
