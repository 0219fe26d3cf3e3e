import { isWrittenTransition, type DrillReport, type DrillRow } from "../../core/drill-report.ts";
import { padded, wrapped } from "../display-width.ts";
import { painter, type Paint, type Style } from "./paint.ts";
import type { TerminalOptions } from "./terminal-options.ts";
import { terminalText } from "./terminal-text.ts";
import { shortened } from "../visible-text.ts";

const NARROWEST = 40;
const STATUS_COLUMNS = 4;
const GAP = "  ";
/** An expression of a policy may be of any length. */
const CELL_CHARS = 600;

const marks: Readonly<Record<DrillRow["status"], readonly [string, Style]>> = {
  pass: ["pass", "green"],
  fail: ["FAIL", "red"],
  not_drilled: ["–", "yellow"],
};

/** What `drill` prints of a policy: what it promises beside what was seen, row by row. */
export function renderDrill(report: DrillReport, { width, colour }: TerminalOptions): string {
  const paint = painter(colour);
  const columns = Math.max(width, NARROWEST);
  const lines = [
    ...headLines(report, columns, paint),
    "",
    ...tableRow([["", ""], [["promised", "bold"]], [["seen", "bold"]]], columns, paint),
    ...report.rows.flatMap((row) => rowLines(row, columns, paint)),
  ];
  return `${lines.join("\n")}\n`;
}

function headLines(report: DrillReport, columns: number, paint: Paint): readonly string[] {
  const [first = "", ...more] = wrapped(terminalText(drillSentence(report)), columns);
  const notes = report.standIns.flatMap((note) => folded(`Note: ${note}`, columns));
  return [paint("bold", first), ...more.map((line) => paint("bold", line)), ...notes];
}

/** `support: 17 of 18 promises kept, 11 of them written transitions; 1 not drilled`. */
export function drillSentence({ policy, rows, against }: DrillReport): string {
  const count = (status: DrillRow["status"]): number =>
    rows.filter((row) => row.status === status).length;
  const transitions = rows.filter(isWrittenTransition);
  const kept = transitions.filter(({ status }) => status === "pass").length;
  const drilled = rows.length - count("not_drilled");
  const left = count("not_drilled");
  const by = against === "gateway" ? " by the gateway" : "";
  const undrilled = left === 0 ? "" : `; ${left} not drilled`;
  return (
    `${policy}: ${count("pass")} of ${drilled} promises kept${by}, ` +
    `${kept} of ${transitions.length} written transitions among them${undrilled}`
  );
}

function rowLines(row: DrillRow, columns: number, paint: Paint): readonly string[] {
  const [word, style] = marks[row.status];
  const promised: readonly Piece[] = [
    [row.id, "bold"],
    [row.promised, undefined],
  ];
  return ["", ...tableRow([[word, style], promised, seenPieces(row)], columns, paint)];
}

function seenPieces({ status, seen, because, drills }: DrillRow): readonly Piece[] {
  switch (status) {
    case "pass":
      return [[drills > 1 ? `${seen} (and ${drills - 1} more)` : seen, undefined]];
    case "fail":
      return [
        [seen, undefined],
        [because, "red"],
      ];
    case "not_drilled":
      return [[`not drilled: ${because}`, "yellow"]];
  }
}

type Piece = readonly [text: string, style: Style | undefined];

/** One row of three columns, each cell folded in its own. */
function tableRow(
  [status, promised, seen]: readonly [
    Piece | readonly ["", ""],
    readonly Piece[],
    readonly Piece[],
  ],
  columns: number,
  paint: Paint,
): readonly string[] {
  const room = columns - STATUS_COLUMNS - 2 * GAP.length;
  const widths = [Math.floor(room / 2), Math.ceil(room / 2)];
  const cells = [promised, seen].map((pieces, index) => cellLines(pieces, widths[index] ?? room));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => {
    const mark = line === 0 ? status[0] : "";
    const style = status[1] === "" ? undefined : status[1];
    const parts = cells.map((lines, index) => {
      const [text, own] = lines[line] ?? ["", undefined];
      const shown = index === 0 ? padded(text, widths[0] ?? 0) : text;
      return painted([shown, text === "" ? undefined : own], paint);
    });
    return [
      painted([padded(mark, STATUS_COLUMNS), mark === "" ? undefined : style], paint),
      ...parts,
    ]
      .join(GAP)
      .trimEnd();
  });
}

function cellLines(pieces: readonly Piece[], width: number): readonly Piece[] {
  return pieces.flatMap(([text, style]) =>
    wrapped(terminalText(shortened(text, CELL_CHARS)), width).map((line): Piece => [line, style]),
  );
}

function folded(text: string, columns: number): readonly string[] {
  return wrapped(terminalText(shortened(text, CELL_CHARS)), columns);
}

function painted([text, style]: Piece, paint: Paint): string {
  return style === undefined ? text : paint(style, text);
}
