import type { Policy } from "../core/policy.ts";
import type { Finding } from "../core/problem.ts";
import { canHold, canHoldTogether, covers } from "../expressions/condition-cover.ts";
import { readCondition, termsComparedWithNumbers } from "../expressions/condition-tree.ts";
import type { Condition } from "../expressions/condition-tree.ts";
import type { Path, Template } from "./template.ts";

/** A rule whose condition could be read, by its place in the document. */
interface ReadRule {
  readonly number: number;
  readonly path: Path;
  readonly condition: Condition;
}

/** Conditions that decide nothing: never true, or never asked because an earlier rule decides. */
export function ruleFindings(template: Template, policy: Policy): readonly Finding[] {
  const { strategy, reviewWhen } = policy;
  const findings: Finding[] = [];
  if (strategy.kind === "rules") {
    const rules = strategy.rules.flatMap(({ when }, index): readonly ReadRule[] => {
      const condition = readCondition(when.text);
      if (condition === undefined) return [];
      const path = ["route_selection", "rules", index, "when"];
      return [{ number: index + 1, path, condition }];
    });
    for (const [index, rule] of rules.entries()) {
      const found = ruleFinding(template, rule, rules.slice(0, index));
      if (found !== undefined) findings.push(found);
    }
  }
  if (strategy.kind === "cascade") {
    findings.push(
      ...neverTrue(
        template,
        ["route_selection", "cascade", "escalate_when"],
        strategy.escalateWhen.text,
        "nothing is ever escalated",
      ),
    );
  }
  for (const [index, { text }] of reviewWhen.entries()) {
    const path = ["risk", "human_review_required_when", index];
    findings.push(...neverTrue(template, path, text, "it asks nobody to look"));
  }
  return findings;
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
