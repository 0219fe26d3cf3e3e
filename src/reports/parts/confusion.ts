import { armsOf } from "../arms.ts";
import { count } from "../number-spans.ts";
import { entriesOf, type Place } from "../place.ts";
import type { RunReport } from "../run-report.ts";
import { own, type Span, type Word, words } from "../words.ts";
import { type Block, firstRows, heading, paragraph, type Part, table } from "./part.ts";

/** Wider matrices are shown as the list of their most frequent confusions. */
const MATRIX_LABELS = 8;

type Counts = Readonly<Record<string, number>>;
type Confusion = Readonly<Record<string, Counts>>;

/** Which label was answered where another was expected. */
export function confusion(report: RunReport, rows: number): Part | undefined {
  const arms = armsOf(report).flatMap(({ name, place }) => {
    const counts = place.find("confusion");
    return counts === undefined ? [] : [{ name, counts }];
  });
  if (arms.length === 0) return undefined;
  const { shown, leftOut } = firstRows(arms, rows, "policies");
  return {
    id: "labels",
    title: "Labels: expected against answered",
    blocks: shown.flatMap(({ name, counts }) => [
      heading(words`${name}`),
      confusionBlock(name, counts, rows),
    ]),
    leftOut,
  };
}

/** A column beside those of the labels, by the label of the row. */
export interface ExtraColumn {
  readonly title: string;
  readonly counts: Place<Counts> | undefined;
}

/** Expected label to answered label to count; wide ones as the list of the most frequent mistakes. */
export function confusionBlock(
  policy: string,
  counts: Place<Confusion>,
  rows: number,
  extra?: ExtraColumn,
): Block {
  const others = extra?.counts;
  const expected = [
    ...new Set([...Object.keys(counts.value), ...Object.keys(others?.value ?? {})]),
  ];
  const answered = [
    ...new Set(expected.flatMap((label) => Object.keys(counts.find(label)?.value ?? {}))),
  ];
  if (Math.max(expected.length, answered.length) > Math.min(MATRIX_LABELS, rows)) {
    return worstPairs(policy, counts, rows, extra);
  }
  const header = [
    own("expected \\ answered"),
    ...answered,
    ...(extra === undefined ? [] : [own(extra.title)]),
  ];
  const cells = expected.map((label) => [
    label,
    ...answered.map((other) => countOrNone(counts.find(label)?.find(other))),
    ...(extra === undefined ? [] : [countOrNone(others?.find(label))]),
  ]);
  return table(words`${policy}: labels expected, by the labels ${givenBy(extra)}`, header, cells);
}

/** Who gave the labels of a table: a classifier is unsure of some. */
function givenBy(extra: ExtraColumn | undefined): Span {
  return own(extra === undefined ? "answered" : "of its classifier");
}

function countOrNone(place: Place<number> | undefined): Word {
  return place === undefined ? own("0") : count(place);
}

function worstPairs(
  policy: string,
  counts: Place<Confusion>,
  rows: number,
  extra?: ExtraColumn,
): Block {
  const beside = extra?.counts === undefined ? [] : entriesOf(extra.counts);
  const pairs = [
    ...entriesOf(counts).flatMap(([expected, answers]) =>
      entriesOf(answers).flatMap(([answered, times]) =>
        expected === answered || times.value === 0 ? [] : [{ expected, answered, times }],
      ),
    ),
    ...beside.map(([expected, times]) => ({ expected, answered: extra?.title ?? "", times })),
  ];
  // Ties keep the order of the labels, which is the comparison's own.
  pairs.sort((left, right) => right.times.value - left.times.value);
  if (pairs.length === 0) return paragraph(words`Every label was answered as expected.`);
  const { shown, leftOut } = firstRows(pairs, rows, "confusions");
  const header = ["expected", "answered", "records"].map(own);
  const cells = shown.map(({ expected, answered, times }) => [expected, answered, count(times)]);
  return table(
    words`${policy}: most frequent confusions of labels ${givenBy(extra)}`,
    header,
    cells,
    leftOut,
  );
}
