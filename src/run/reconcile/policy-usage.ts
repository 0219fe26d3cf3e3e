import { countText } from "../../reports/numbers.ts";
import { billOfRun } from "../finance/bill-of-run.ts";
import type { Redaction } from "../redaction.ts";
import { tokenLines, UsageSums, type OurUsage } from "./usage-sums.ts";

/** What one policy of a run used, by the day on which its calls were made or would have been. */
export async function policyUsage(
  folder: string,
  policy: string,
  redaction: Redaction,
): Promise<OurUsage> {
  const { bill } = await billOfRun(folder, redaction);
  const sums = new UsageSums();
  let unpriced = 0;
  for (const { hourMs, model, provider, costYocto, requests, tokens, ...row } of bill.billed) {
    if (row.policy !== policy) continue;
    const common = { day: dayOf(hourMs), model, provider };
    sums.add({ ...common, measure: "usd", amount: costYocto });
    sums.add({ ...common, measure: "requests", amount: BigInt(requests) });
    if (tokens !== undefined) sums.add(...tokenLines(common, tokens));
  }
  for (const { hourMs, model, provider, requests, tokens, ...row } of bill.unpriced) {
    if (row.policy !== policy) continue;
    const common = { day: dayOf(hourMs), model, provider };
    sums.add({ ...common, measure: "requests", amount: BigInt(requests) });
    sums.add(...tokenLines(common, tokens));
    unpriced += requests;
  }
  const notes =
    unpriced === 0
      ? []
      : [
          `${countText(unpriced)} calls have no known cost: their tokens count, their dollars cannot`,
        ];
  const whose = `calls of policy ${policy}`;
  return { lines: sums.lines(), unknown: [], largest: new Map(), whose, notes };
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
