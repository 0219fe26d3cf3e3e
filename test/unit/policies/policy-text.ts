import type { Registry } from "../../../src/core/route.ts";
import type { Problem } from "../../../src/core/problem.ts";
import { parseDocument } from "../../../src/documents/source-document.ts";
import { readShape } from "../../../src/documents/shape.ts";
import type { Attachment } from "../../../src/policies/attachments.ts";
import { policyOf } from "../../../src/policies/policy-of.ts";
import { policySchema } from "../../../src/policies/shapes/policy-schema.ts";
import type { LoadedPolicy } from "../../../src/policies/read-policy.ts";
import { templateOf, type Template } from "../../../src/policies/template.ts";
import { aRegistry } from "../routing/policy-builders.ts";
import type { PolicySide } from "../../../src/policies/changes/diff-policies.ts";

/** A policy read from YAML or JSON text, without a file. */
export function aLoadedPolicy(text: string, stem = "p"): LoadedPolicy {
  const document = parseDocument(`${stem}.yaml`, text);
  const problems: Problem[] = [];
  const notes: string[] = [];
  const template = templateOf(readShape(policySchema, document), document);
  const files = filesOf(template);
  const attachments = { files, prompts: [], qualityTable: undefined };
  const source = { file: `${stem}.yaml`, stem, registry: undefined, attachments };
  const policy = policyOf(template, source, problems, notes);
  problems.push(...template.problems);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join("\n"));
  return {
    policy,
    registryFile: undefined,
    document,
    template,
    attachments: files,
    qualityTable: undefined,
    notes,
  };
}

/** The quality table that a policy names, as if its name were its content. */
function filesOf({ shape }: Template): readonly Attachment[] {
  const { cost_aware: costAware, scored } = shape.route_selection ?? {};
  const path = costAware?.quality_table ?? scored?.quality_table;
  return path === undefined ? [] : [{ role: "quality_table", path, sha256: path, text: "" }];
}

/** A policy with its registry: one side of a difference. */
export function aSide(text: string, registry: Registry = routes): PolicySide {
  return { loaded: aLoadedPolicy(text), registry };
}

const routes = aRegistry({ a: {}, b: {}, c: {}, d: {} });
