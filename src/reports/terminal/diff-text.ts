import { usdFromNanoUsd } from "../../core/money.ts";
import type { PolicyChange } from "../../core/policy-change.ts";
import type {
  Destination,
  EstimatedTraffic,
  PolicyDiff,
  PolicyTraffic,
  ProviderTraffic,
  ReviewAnswer,
  TrafficShift,
} from "../../core/policy-diff.ts";
import { changeText } from "./change-text.ts";
import { lineWriter, type Write } from "./line-writer.ts";
import { countText, rateText, usdText } from "../numbers.ts";
import type { Style } from "./paint.ts";
import type { TerminalOptions } from "./terminal-options.ts";

/** What `diff` prints for people: a line a variable, the traffic that moves, the review. */
export function renderDiff(diff: PolicyDiff, options: TerminalOptions): string {
  const { before, after, changes, traffic, review, warnings, notes } = diff;
  const write = lineWriter(options);
  const lines = [
    ...write(`${before.policy} → ${after.policy}`, "bold"),
    ...(before.version === after.version
      ? write(`the same version: ${after.version}`)
      : write(`${before.version} → ${after.version}`)),
    "",
    ...changeLines(changes, write),
    ...warnings.flatMap((warning) => ["", ...write(`Warning: ${warning}`, "yellow")]),
    ...notes.flatMap((note, index) => [...(index === 0 ? [""] : []), ...write(`Note: ${note}`)]),
    ...(traffic === undefined ? [] : ["", ...trafficLines(traffic, write)]),
    "",
    ...write("Review", "bold"),
    ...review.flatMap((answer) => answerLines(answer, write)),
  ];
  return `${lines.join("\n")}\n`;
}

function changeLines(changes: readonly PolicyChange[], write: Write): readonly string[] {
  if (changes.length === 0) return write("nothing changes");
  const ofIdentity = changes.filter(({ concern }) => concern === "identity");
  return [
    ...changes
      .filter(({ concern }) => concern !== "identity")
      .flatMap((change) => write(`~ ${changeText(change)}`)),
    ...ofIdentity.flatMap((change) => write(`= ${changeText(change)}`, "dim")),
    ...(ofIdentity.length === 0
      ? []
      : write("  = changes whose it is or what it is called, and nothing that it does", "dim")),
  ];
}

function trafficLines(traffic: PolicyTraffic, write: Write): readonly string[] {
  const { dataset, records, moved, otherwiseChanged, shifts, providers, cost, memory } = traffic;
  return [
    ...write(`Traffic on ${dataset}`, "bold"),
    ...write(`records that go elsewhere first: ${countText(moved)} of ${countText(records)}`),
    ...(otherwiseChanged === 0
      ? []
      : write(
          `with another chain, or other reasons for a review: ${countText(otherwiseChanged)} more`,
        )),
    ...(memory === "none"
      ? []
      : write(
          "a policy reads what came before; here nothing has: windows, spend and quotas are empty",
        )),
    ...shifts.flatMap((shift) => shiftLines(shift, write)),
    ...write(`estimated cost of first calls: ${costText(cost)}`),
    ...write(
      `providers: ${providers.map((one) => providerText(one, records)).join("; ") || "none"}`,
    ),
  ];
}

function shiftLines(
  { before, after, count, firstRecords }: TrafficShift,
  write: Write,
): readonly string[] {
  const ids = `${firstRecords.join(", ")}${count > firstRecords.length ? ", …" : ""}`;
  return [
    ...write(`  ${countText(count)}: ${destinationText(before)} → ${destinationText(after)}`),
    ...write(`    before: ${before.because}`),
    ...write(`    after: ${after.because}`),
    ...write(`    records: ${ids}`),
  ];
}

function destinationText({ kind, route }: Destination): string {
  switch (kind) {
    case "call":
      return route ?? "a call";
    case "stop":
      return "stopped before any call";
    case "queue":
      return "queued for a person";
    case "static_answer":
      return "the policy's own text";
    case "give_up":
      return "no route";
    case "fails":
      return "an error of the policy";
    case "answer":
      return "an answer";
    case "not_covered":
      return "not known: the prompt is not kept";
  }
}

function costText({ records, beforeNanoUsd, afterNanoUsd, unknown }: EstimatedTraffic): string {
  const rest = unknown === 0 ? "" : `; not known for ${countText(unknown)} more`;
  if (records === 0) return `not known${rest}`;
  const [before, after] = [beforeNanoUsd, afterNanoUsd].map((sum) => usdText(usdFromNanoUsd(sum)));
  return `${before} → ${after} (records: ${countText(records)}${rest})`;
}

function providerText({ provider, before, after }: ProviderTraffic, records: number): string {
  return `${provider} ${rateText(before / records)} → ${rateText(after / records)}`;
}

const marks: Readonly<
  Record<
    ReviewAnswer["answer"],
    { readonly mark: string; readonly word: string; readonly style: Style }
  >
> = {
  yes: { mark: "✓", word: "yes", style: "green" },
  partly: { mark: "~", word: "partly", style: "yellow" },
  no: { mark: "✗", word: "no", style: "red" },
  not_known: { mark: "?", word: "not known", style: "yellow" },
};

function answerLines({ question, answer, because }: ReviewAnswer, write: Write): readonly string[] {
  const { mark, word, style } = marks[answer];
  return [
    ...write(`${mark} ${question} ${word}`, style),
    ...because.flatMap((reason) => write(`    ${reason}`)),
  ];
}
