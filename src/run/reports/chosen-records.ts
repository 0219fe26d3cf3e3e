import type { Comparison } from "../../core/comparison.ts";
import type { RecordPagesKind } from "../../reports/reported-records.ts";
import type { JournalIndex, TrialFacts } from "./journal-index.ts";

/** Runs of so many records have all of them on the report itself. */
const ALL_INLINE = 200;
/** Of larger runs so many of each kind: 40 in all. */
const INLINE_OF_KIND = 10;
/** Larger runs have pages of what changed, unless all are asked for. */
const ALL_ON_PAGES = 20_000;
const MOST_CHANGED = 20_000;
/** A page of more outcomes takes longer to open, however short their texts are. */
const RECORDS_ON_PAGE = 100;
const OUTCOMES_ON_PAGE = 250;

/** Ids of records that a report names, so that they can be looked up and linked. */
export function namedRecords({ comparisons, policies }: Comparison): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { new_failures: failures = [], changed } of comparisons) {
    for (const { record } of failures) ids.add(record);
    for (const { record } of changed?.wins ?? []) ids.add(record);
    for (const { record } of changed?.dearer ?? []) ids.add(record);
    for (const { first } of changed?.clusters ?? []) for (const id of first) ids.add(id);
  }
  for (const { failures = [], first_violations: violations = [] } of Object.values(policies)) {
    for (const { first } of failures) for (const id of first) ids.add(id);
    for (const { record } of violations) ids.add(record);
  }
  return ids;
}

/** Ordinals of the records that the report itself draws, in the order of need. */
export function inlineRecords(
  index: JournalIndex,
  { dataset, comparisons }: Comparison,
): readonly number[] {
  if (dataset.records <= ALL_INLINE) return ordinalsWhere(index, () => true, ALL_INLINE);
  const candidates = Array.from({ length: index.shape.arms - 1 }, (_, arm) => arm + 1);
  const ofEach = (isWanted: (baseline: TrialFacts, candidate: TrialFacts) => boolean) =>
    candidates.map((arm) => pairsWhere(index, arm, isWanted));
  const kinds = [
    ofEach((baseline, candidate) => baseline.accepted && isMissed(candidate)),
    [ordinalsWhere(index, (facts) => facts.some(({ failed }) => failed), INLINE_OF_KIND)],
    ofEach((baseline, candidate) => isMissed(baseline) && candidate.accepted),
    comparisons.map(({ changed }) =>
      (changed?.dearer ?? []).flatMap(({ record }) => index.ordinals.get(record) ?? []),
    ),
  ];
  return [...new Set(kinds.flatMap((lists) => interleaved(lists).slice(0, INLINE_OF_KIND)))];
}

/** Which records stand on which page beside the report. */
export interface PagedRecords {
  readonly kind: RecordPagesKind;
  /** By ordinal: the page from 1; 0: on none. */
  readonly pageOf: Uint32Array;
  readonly records: number;
  readonly pages: number;
}

/** `asked` undefined: all of them, or what changed where there are too many. */
export function pagedRecords(
  index: JournalIndex,
  asked: RecordPagesKind | undefined,
): PagedRecords {
  const { records, arms, repeats } = index.shape;
  const kind = asked ?? (records > ALL_ON_PAGES ? "changed" : "all");
  const isWanted = kind === "all" ? () => true : isChanged;
  const ordinals = ordinalsWhere(index, isWanted, kind === "all" ? records : MOST_CHANGED);
  const onPage = Math.max(
    1,
    Math.min(RECORDS_ON_PAGE, Math.floor(OUTCOMES_ON_PAGE / (arms * repeats))),
  );
  const pageOf = new Uint32Array(records);
  for (const [place, ordinal] of ordinals.entries()) {
    pageOf[ordinal] = Math.floor(place / onPage) + 1;
  }
  const pages = Math.ceil(ordinals.length / onPage);
  return { kind, pageOf, records: ordinals.length, pages };
}

/** How many records have an outcome at all. */
export function countRecords(index: JournalIndex): number {
  let count = 0;
  for (let ordinal = 0; ordinal < index.shape.records; ordinal += 1) {
    if (index.hasRecord(ordinal)) count += 1;
  }
  return count;
}

/** Some policy did not get it right, whichever, and whoever's matter it was. */
function isChanged(facts: readonly TrialFacts[]): boolean {
  return facts.some((one) => one.failed || isMissed(one));
}

function isMissed({ accepted, covered }: TrialFacts): boolean {
  return covered && !accepted;
}

/** The first ordinals of records that have an outcome and are wanted. */
function ordinalsWhere(
  index: JournalIndex,
  isWanted: (facts: readonly TrialFacts[]) => boolean,
  most: number,
): readonly number[] {
  const found: number[] = [];
  for (let ordinal = 0; ordinal < index.shape.records && found.length < most; ordinal += 1) {
    const facts = factsOf(index, ordinal);
    if (facts.length > 0 && isWanted(facts)) found.push(ordinal);
  }
  return found;
}

function factsOf(index: JournalIndex, ordinal: number): readonly TrialFacts[] {
  const { arms, repeats } = index.shape;
  const all: TrialFacts[] = [];
  for (let arm = 0; arm < arms; arm += 1) {
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      const facts = index.facts(ordinal, arm, repeat);
      if (facts !== undefined) all.push(facts);
    }
  }
  return all;
}

/** The first records of which some repeat is wanted, by both policies' outcomes. */
function pairsWhere(
  index: JournalIndex,
  arm: number,
  isWanted: (baseline: TrialFacts, candidate: TrialFacts) => boolean,
): readonly number[] {
  const { records, repeats } = index.shape;
  const found: number[] = [];
  for (let ordinal = 0; ordinal < records && found.length < INLINE_OF_KIND; ordinal += 1) {
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      const baseline = index.facts(ordinal, 0, repeat);
      const candidate = index.facts(ordinal, arm, repeat);
      if (baseline === undefined || candidate === undefined) continue;
      if (!isWanted(baseline, candidate)) continue;
      found.push(ordinal);
      break;
    }
  }
  return found;
}

/** The first of each list, then the second of each. */
function interleaved(lists: readonly (readonly number[])[]): readonly number[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  const all = Array.from({ length: longest }, (_, place) =>
    lists.flatMap((list) => list.slice(place, place + 1)),
  );
  return [...new Set(all.flat())];
}
