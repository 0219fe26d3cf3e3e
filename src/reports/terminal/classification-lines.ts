import type { Classification } from "../../core/advice.ts";
import { usdFromNanoUsd } from "../../core/money.ts";
import type { Write } from "./line-writer.ts";
import { msText, rateText, usdText } from "../numbers.ts";

/** What a classifier made of a record, and what that took where it is known. */
export function classificationLines(
  { label, confidence, by, because, latencyMs, costNanoUsd }: Classification,
  write: Write,
): readonly string[] {
  const sure = confidence === undefined ? "" : `, confidence ${rateText(confidence)}`;
  const took = latencyMs === undefined ? [] : [msText(latencyMs)];
  const cost = costNanoUsd === undefined ? [] : [usdText(usdFromNanoUsd(costNanoUsd))];
  const spent = [...took, ...cost];
  return [
    ...write(`classified as: ${label ?? "unsure"}, by ${by}${sure}`),
    ...write(`  because: ${because}`),
    ...(spent.length === 0 ? [] : write(`  classifying takes ${spent.join(" and ")}`)),
  ];
}
