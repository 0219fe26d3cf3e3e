import type { AaGate, AaReport } from "../../core/aa-report.ts";
import { valueText } from "../estimate-text.ts";
import { lineWriter, type Write } from "./line-writer.ts";
import { countText, rateText } from "../numbers.ts";
import type { TerminalOptions } from "./terminal-options.ts";

/** What `aa` prints for people: verdicts of a policy against itself, gates, repeats, flaky records. */
export function renderAa(report: AaReport, folder: string, options: TerminalOptions): string {
  const write = lineWriter(options);
  const { policy, dataset, records, repeats, rounds, verdicts, gates, flaky, because } = report;
  const lines = [
    ...write(`${policy} against itself on ${dataset}`, "bold"),
    ...write(
      `${countText(records)} records, ${countText(repeats)} answers each, ${countText(rounds)} rounds`,
    ),
    ...(because === null ? [] : write(`Note: ${because}`, "yellow")),
    "",
    ...write(
      `Verdicts: promote ${countText(verdicts.promote)}, reject ${countText(verdicts.reject)}, inconclusive ${countText(verdicts.inconclusive)}`,
      verdicts.reject > 0 ? "yellow" : undefined,
    ),
    ...(gates.length === 0 ? write("The policy has no gate.") : []),
    ...gates.flatMap((gate) => gateLines(gate, rounds, write)),
    "",
    ...passLines(report, write),
    ...write(
      flaky.records === 0
        ? "No record is flaky."
        : `Flaky: ${countText(flaky.records)} of ${countText(records)} records are accepted in some answers and not in others`,
    ),
    ...flaky.first.flatMap(({ record, accepted, of }) =>
      write(`  ${record}: ${countText(accepted)} of ${countText(of)} accepted`),
    ),
    ...write(`Report: ${folder}/aa.json${flaky.records > 0 ? `, ${folder}/flaky.jsonl` : ""}`),
  ];
  return `${lines.join("\n")}\n`;
}

function gateLines(gate: AaGate, rounds: number, write: Write): readonly string[] {
  const { id, pass, fail, inconclusive, flip_rate: flips, violated_after_holm: violated } = gate;
  const rate = flips.value ?? 0;
  const counts = `pass ${countText(pass)}, fail ${countText(fail)}, inconclusive ${countText(inconclusive)}`;
  const range = `${valueText(flips.lower, "rate")} to ${valueText(flips.upper, "rate")}`;
  const holm =
    violated === 0
      ? ""
      : `; violated in ${countText(violated)} of ${countText(rounds)} rounds after Holm's correction`;
  return [
    ...write(`${id}`, rate > 0 ? "yellow" : "green"),
    ...(gate.asks_for_change
      ? write(
          "    asks to be better than the baseline: against itself it does not pass, as it should",
        )
      : []),
    ...write(`    ${counts}; flips in ${rateText(rate)} of the rounds (${range})${holm}`),
  ];
}

/** The first, second and last k: the others lie between them. */
function passLines({ pass_hat_k: chances, repeats }: AaReport, write: Write): readonly string[] {
  const shown = [...new Set([1, 2, repeats])];
  const words = shown.flatMap((k) => {
    const estimate = chances[k];
    return estimate === undefined
      ? []
      : [
          `${k === 1 ? "one answer" : `all of ${k}`} ${valueText(estimate.value, "rate", estimate.reason)}`,
        ];
  });
  return write(`Accepted: ${words.join(", ")}`);
}
