import type { Drilled, ProviderFailover } from "../../core/routes-in-use.ts";
import { armsOf, type Arm } from "../arms.ts";
import { count, plain } from "../number-spans.ts";
import { itemsOf, type Place } from "../place.ts";
import type { RunReport } from "../run-report.ts";
import { own, type Word, words } from "../words.ts";
import { firstRows, paragraph, type Part, table } from "./part.ts";

const NOTE =
  "Who serves how much, and what stands behind it: the fallbacks that a policy writes from one " +
  "provider to another, whether a drill proved them, and what came of those that happened here.";

const titles = [
  "policy",
  "provider",
  "share of records",
  "may go on to",
  "drilled",
  "fallbacks seen",
  "accepted",
] as const;

/** Shares by provider and readiness to fail over; absent: the run's routes were not looked at. */
export function failover(report: RunReport, rows: number): Part | undefined {
  const arms = armsOf(report).filter(({ metrics }) => metrics.failover !== undefined);
  if (arms.length === 0) return undefined;
  const { shown, leftOut } = firstRows(arms.flatMap(armRows), rows, "provider pairs");
  const caption = "Share of each provider, and what it may fall back on";
  return {
    id: "failover",
    title: "Providers and failover",
    blocks: [paragraph(words`${own(NOTE)}`), table(caption, titles.map(own), shown, leftOut)],
  };
}

function armRows({ name, place }: Arm): readonly (readonly Word[])[] {
  const shares = place.at("overall").at("providers");
  const found = place.find("failover");
  const pairs = found === undefined ? [] : itemsOf(found);
  const providers = new Set([
    ...Object.keys(shares.value),
    ...pairs.map(({ value }) => value.from),
  ]);
  return [...providers].toSorted().flatMap((provider): readonly (readonly Word[])[] => {
    const share = shares.find(provider);
    const first = [name, provider, share === undefined ? own("0%") : plain(share, "rate")];
    const behind = pairs.filter(({ value }) => value.from === provider);
    if (behind.length === 0) return [[...first, own("nothing"), own("–"), own("–"), own("–")]];
    return behind.map((pair) => [...first, ...pairCells(pair)]);
  });
}

const drilledWords: Readonly<Record<Drilled, string>> = {
  pass: "proven",
  fail: "does not do what is written",
  not_drilled: "not drilled",
  not_promised: "not written",
};

function pairCells(pair: Place<ProviderFailover>): readonly Word[] {
  const { from, to, drilled } = pair.value;
  return [
    from === to ? words`${to} (another route)` : to,
    own(drilledWords[drilled]),
    count(pair.at("seen")),
    count(pair.at("accepted")),
  ];
}
