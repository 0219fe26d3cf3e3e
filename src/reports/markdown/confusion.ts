import { type Arm, armsOf } from "../arms.ts";
import { inert, table } from "../markdown-text.ts";
import { countText } from "../numbers.ts";
import { ownValue } from "../own-value.ts";
import type { RunReport } from "../run-report.ts";
import { cutList } from "./cut-list.ts";

/** Wider matrices are shown as the list of their most frequent confusions. */
const MATRIX_LABELS = 8;

type Confusion = NonNullable<Arm["metrics"]["confusion"]>;

/** Which label was answered where another was expected. */
export function confusion(report: RunReport, rows: number): string | undefined {
  const arms = armsOf(report).flatMap(({ name, metrics }) =>
    metrics.confusion === undefined ? [] : [{ name, counts: metrics.confusion }],
  );
  if (arms.length === 0) return undefined;
  const { shown, note } = cutList(arms, rows, "policies");
  const parts = shown.map(
    ({ name, counts }) => `### ${inert(name)}\n\n${confusionTable(counts, rows)}`,
  );
  return `## Labels: expected against answered\n\n${parts.join("\n\n")}${note}`;
}

/** A column beside those of the labels, by the label of the row. */
export interface ExtraColumn {
  readonly title: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** Expected label to answered label to count; wide ones as the list of the most frequent mistakes. */
export function confusionTable(counts: Confusion, rows: number, extra?: ExtraColumn): string {
  const expected = [...new Set([...Object.keys(counts), ...Object.keys(extra?.counts ?? {})])];
  const answered = [...new Set(expected.flatMap((label) => Object.keys(counts[label] ?? {})))];
  if (Math.max(expected.length, answered.length) > Math.min(MATRIX_LABELS, rows)) {
    return worstPairs(counts, rows, extra);
  }
  const header = ["expected \\ answered", ...answered.map((label) => inert(label))];
  if (extra !== undefined) header.push(extra.title);
  const cells = expected.map((label) => [
    inert(label),
    ...answered.map((other) => countText(ownValue(ownValue(counts, label), other) ?? 0)),
    ...(extra === undefined ? [] : [countText(ownValue(extra.counts, label) ?? 0)]),
  ]);
  return table(header, cells);
}

function worstPairs(counts: Confusion, rows: number, extra?: ExtraColumn): string {
  const { title = "", counts: others = {} } = extra ?? {};
  const beside = Object.entries(others).map(([expected, count]) => {
    return { expected, answered: title, count };
  });
  const pairs = Object.entries(counts).flatMap(([expected, answers]) =>
    Object.entries(answers).flatMap(([answered, count]) =>
      expected === answered || count === 0 ? [] : [{ expected, answered, count }],
    ),
  );
  pairs.push(...beside);
  // Ties keep the order of the labels, which is the comparison's own.
  pairs.sort((left, right) => right.count - left.count);
  if (pairs.length === 0) return "Every label was answered as expected.";
  const { shown, note } = cutList(pairs, rows, "confusions");
  const cells = shown.map(({ expected, answered, count }) => [
    inert(expected),
    inert(answered),
    countText(count),
  ]);
  return `${table(["expected", "answered", "records"], cells)}${note}`;
}
