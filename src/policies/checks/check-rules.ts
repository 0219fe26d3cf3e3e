import type { Policy } from "../../core/policy.ts";
import type { Finding } from "../../core/problem.ts";
import { canHold, canHoldTogether, covers } from "../../expressions/condition-cover.ts";
import { readCondition, termsComparedWithNumbers } from "../../expressions/condition-tree.ts";
import type { Condition } from "../../expressions/condition-tree.ts";
import type { Path, Template } from "../template.ts";
import { triggersOf } from "../trigger-mentions.ts";

/** A rule whose condition could be read, by its place in the document. */
interface ReadRule {
  readonly number: number;
  readonly path: Path;
  readonly condition: Condition;
}

/** Conditions that decide nothing: never true, or never asked because an earlier rule decides. */
export function ruleFindings(template: Template, policy: Policy): readonly Finding[] {
  const { strategy, reviewWhen, fallback } = policy;
  const never = (path: Path, text: string, consequence: string) =>
    neverTrue(template, path, text, consequence);
  const findings: Finding[] = [];
  if (strategy.kind === "rules") {
    const conditions = strategy.rules.map(({ when }) => when.text);
    findings.push(...listFindings(template, ["route_selection", "rules"], conditions));
  }
  if (strategy.kind === "intent" && strategy.classifier.by === "rules") {
    // A keyword may occur anywhere: such a rule is left out of what can be shown.
    const conditions = strategy.classifier.rules.map(({ when, keywords }) =>
      keywords.length > 0 ? undefined : when?.text,
    );
    findings.push(...listFindings(template, ["route_selection", "intent", "rules"], conditions));
  }
  if (strategy.kind === "cascade") {
    const path = ["route_selection", "cascade", "escalate_when"];
    findings.push(...never(path, strategy.escalateWhen.text, "nothing is ever escalated"));
  }
  for (const [index, { text }] of reviewWhen.entries()) {
    const path = ["risk", "human_review_required_when", index];
    findings.push(...never(path, text, "it asks nobody to look"));
  }
  const expressions = new Set(
    fallback.transitions.flatMap(({ trigger, expression }) => (expression ? [trigger] : [])),
  );
  for (const { text, path } of triggersOf(template)) {
    if (expressions.has(text)) findings.push(...never(path, text, "it never sets anything off"));
  }
  return findings;
}

/** Rules of which the first match wins; undefined: what a rule asks cannot be looked into. */
function listFindings(
  template: Template,
  above: Path,
  conditions: readonly (string | undefined)[],
): readonly Finding[] {
  const rules = conditions.flatMap((text, index): readonly ReadRule[] => {
    const condition = text === undefined ? undefined : readCondition(text);
    const path = [...above, index, "when"];
    return condition === undefined ? [] : [{ number: index + 1, path, condition }];
  });
  return rules.flatMap((rule, index) => ruleFinding(template, rule, rules.slice(0, index)) ?? []);
}

function ruleFinding(
  template: Template,
  rule: ReadRule,
  earlier: readonly ReadRule[],
): Finding | undefined {
  const { number, path, condition } = rule;
  if (canHold(condition) === "no") {
    const message = `rule ${number} matches no record: its condition can never be true`;
    return template.problemAt(path, message, correction(condition));
  }
  const conditions = earlier.map((each) => each.condition);
  const single = earlier.find((each) => covers([each.condition], condition) === "yes");
  if (single !== undefined) {
    const first = `rule ${number} is never reached: rule ${single.number}`;
    if (canHoldTogether(single.condition, condition) === "no") {
      const message = `${first} fails on every record that it matches`;
      const hint = `let rule ${single.number} ask has(…) before it looks at what a record may lack`;
      return template.problemAt(path, message, hint);
    }
    const hint = `move it before rule ${single.number}, or delete it`;
    return template.problemAt(path, `${first} takes every record that it matches`, hint);
  }
  if (earlier.length < 2 || covers(conditions, condition) !== "yes") return undefined;
  const message = `rule ${number} is never reached: the rules before it take every record that it matches`;
  return template.problemAt(path, message, "move it up, or delete it");
}

function neverTrue(
  template: Template,
  path: Path,
  text: string,
  consequence: string,
): readonly Finding[] {
  const condition = readCondition(text);
  if (condition === undefined || canHold(condition) !== "no") return [];
  const message = `this condition can never be true: ${consequence}`;
  return [template.problemAt(path, message, correction(condition))];
}

/** Tags are text, and a number is never equal to text: what most such conditions come from. */
function correction(condition: Condition): string {
  const tag = termsComparedWithNumbers(condition).find(({ term }) => term.startsWith("tags."));
  if (tag === undefined) return "correct it, or delete it";
  return `tags are text: compare ${tag.term} with "${tag.number}"`;
}
