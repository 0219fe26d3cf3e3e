import type { HistoryPoint, PolicyHistory } from "../../core/history-report.ts";
import { historyMetrics, historyRouteMetrics } from "../history-metrics.ts";
import { type HistoryWeek, type HistoryWeeks, meanOf } from "../history-weeks.ts";
import type { Unit } from "../metric-unit.ts";
import { countText, notAvailable } from "../numbers.ts";
import { ownValue } from "../own-value.ts";
import { dataTable } from "./data-table.ts";
import { html, type Html, type HtmlValue } from "../html-text.ts";
import { derivedFigure } from "./numbers.ts";

/** This week against the week before: means over the runs of each, of the policy and its routes. */
export function weekTable(
  { policy, runs }: PolicyHistory,
  weeks: HistoryWeeks,
  index: number,
): Html {
  const within = ({ holds }: HistoryWeek) => runs.filter((run) => run.complete && holds(run));
  const [last, before] = [within(weeks.last), within(weeks.before)];
  if (last.length === 0) return html`<p>No complete run this week.</p>`;
  const routes = [...new Set([...last, ...before].flatMap(routeNames))].toSorted();
  const row = (name: string, unit: Unit, of: (run: HistoryPoint) => number | null) => {
    const [now, then] = [last, before].map((week) => meanOf(week.map(of)));
    return [name, meanFigure(now!, unit), meanFigure(then!, unit), changeFigure(now!, then!, unit)];
  };
  return dataTable({
    id: `weeks-${index}`,
    caption: `${policy}: this week against the week before, means over runs`,
    columns: [
      { title: "figure" },
      { title: "this week", isNumeric: true },
      { title: "the week before", isNumeric: true },
      { title: "change", isNumeric: true },
    ],
    rows: [
      ...historyMetrics.map(({ title, unit, of }) => row(title, unit, (run) => of(run.figures)[0])),
      ...routes.flatMap((route) =>
        historyRouteMetrics.map(({ title, unit, key }) =>
          row(`${route}: ${title}`, unit, ({ figures }) => {
            const found = ownValue(figures.routes, route);
            // Decided for no record: that is a share, and the only figure there is.
            return found === undefined ? (key === "share" ? 0 : null) : found[key];
          }),
        ),
      ),
    ],
  });
}

function routeNames({ figures }: HistoryPoint): readonly string[] {
  return Object.keys(figures.routes);
}

type Mean = ReturnType<typeof meanOf>;

function meanFigure({ mean, n }: Mean, unit: Unit): HtmlValue {
  if (mean === null) return notAvailable("no run");
  return html`${derivedFigure(mean, unit)} <span class="ci">(${countText(n)} ${n === 1 ? "run" : "runs"})</span>`;
}

/** Rates in percentage points, money and time as how many times as much. */
function changeFigure({ mean: now }: Mean, { mean: then }: Mean, unit: Unit): HtmlValue {
  if (now === null || then === null) return notAvailable("one week only");
  if (unit === "rate") return derivedFigure(now - then, "points");
  return then === 0 ? notAvailable("it was 0") : derivedFigure(now / then, "ratio");
}
