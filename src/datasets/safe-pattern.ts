/** A pattern sees no more text than this: what is slow on long text stays bearable. */
export const LONGEST_MATCHED = 4096;

export type SafePattern =
  | { readonly kind: "pattern"; readonly pattern: RegExp }
  | { readonly kind: "refused"; readonly because: string };

/**
 * Compiles a pattern unless it could take exponential time: a repeated group that repeats or
 * branches inside, a look-around or a back-reference. This engine backtracks and cannot be stopped.
 */
export function safePattern(source: string): SafePattern {
  const because = riskOf(source);
  if (because !== undefined) return { kind: "refused", because };
  try {
    const pattern = new RegExp(source, "u");
    const groups = new RegExp(`${source}|`, "u").exec("")?.length ?? 1;
    if (groups < 2) return { kind: "refused", because: "has no group to take the value from" };
    return { kind: "pattern", pattern };
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^.*\/u?: /s, "") : "";
    return { kind: "refused", because: `is not a regular expression: ${reason}` };
  }
}

/** A sticky scan of a pattern's parts; anything else is one plain character. */
const part =
  /(?<back>\\(?:[1-9]|k<))|\\.|\[(?:\\.|[^\]\\])*\]|(?<look>\(\?<?[=!])|(?<open>\((?:\?:|\?<[^>]*>)?)|(?<close>\))|(?<repeat>[*+]|\{\d+(?:,\d*)?\})|(?<maybe>\?)|(?<branch>\|)|[^]/gu;

function riskOf(source: string): string | undefined {
  /** For each open group, whether something in it repeats or branches. */
  const open: boolean[] = [];
  let justClosed = false;
  let isRisky = false;
  for (const { groups = {} } of source.matchAll(part)) {
    if (groups["back"] !== undefined) return "holds a back-reference, which can take forever";
    if (groups["look"] !== undefined) return "holds a look-around, which can take forever";
    if (groups["repeat"] !== undefined && justClosed && isRisky) {
      return "repeats a group that itself repeats or branches, which can take forever";
    }
    justClosed = groups["close"] !== undefined;
    if (groups["open"] !== undefined) open.push(false);
    else if (justClosed) isRisky = open.pop() ?? false;
    const variable = groups["repeat"] ?? groups["maybe"] ?? groups["branch"];
    if (variable !== undefined || (justClosed && isRisky)) mark(open);
  }
  return undefined;
}

function mark(open: boolean[]): void {
  if (open.length > 0) open[open.length - 1] = true;
}
