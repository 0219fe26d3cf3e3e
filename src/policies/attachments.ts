import { dirname, isAbsolute, join } from "node:path";
import type { ReferencePrompt } from "../core/classifier-rule.ts";
import { HarnessError } from "../core/harness-error.ts";
import type { PolicyFile } from "../core/policy-file.ts";
import type { Problem } from "../core/problem.ts";
import type { QualityTable } from "../core/quality-table.ts";
import { readText } from "../documents/read-text.ts";
import { readQualityTable } from "./read-quality-table.ts";
import { readPrompts } from "./read-prompts.ts";
import type { Path, Template } from "./template.ts";

/** A file that belongs to a policy, with its text. */
export interface Attachment extends PolicyFile {
  readonly text: string;
}

/** The files that a policy names beside itself, read. */
export interface Attachments {
  readonly files: readonly Attachment[];
  /** Of the classifier by neighbours. */
  readonly prompts: readonly ReferencePrompt[];
  /** Absent: none is named, or it cannot be read. */
  readonly qualityTable: QualityTable | undefined;
}

export const noAttachments: Attachments = { files: [], prompts: [], qualityTable: undefined };

/** Reads what a policy names; what cannot be read is a problem where it is named. */
export async function readAttachments(
  policyFile: string,
  template: Template,
  problems: Problem[],
): Promise<Attachments> {
  const files: Attachment[] = [];
  for (const { role, name, at } of mentions(template)) {
    const path = besidePolicy(policyFile, name);
    try {
      files.push({ role, path, ...(await readText(path)) });
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error;
      problems.push(template.problemAt(at, error.message, error.hint));
    }
  }
  const prompts = files.find(({ role }) => role === "prompts");
  const table = files.find(({ role }) => role === "quality_table");
  return {
    files,
    prompts: prompts === undefined ? [] : readPrompts(prompts, problems),
    qualityTable: table && qualityTableOf(table, problems),
  };
}

function qualityTableOf(file: Attachment, problems: Problem[]): QualityTable | undefined {
  try {
    return readQualityTable(file);
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    problems.push(...problemsOf(error, file.path));
    return undefined;
  }
}

/** The problems of an error; one that has none is one itself. */
function problemsOf({ problems, message, hint }: HarnessError, file: string): readonly Problem[] {
  return problems.length > 0 ? problems : [{ file, line: 1, column: 1, message, hint }];
}

/** A path that a policy names, as seen from the working directory. */
export function besidePolicy(policyFile: string, name: string): string {
  return isAbsolute(name) ? name : join(dirname(policyFile), name);
}

interface FileMention {
  readonly role: PolicyFile["role"];
  readonly name: string;
  readonly at: Path;
}

/** A block that the strategy does not look at is a problem of its own: its file is not read. */
function mentions({ shape }: Template): readonly FileMention[] {
  const { strategy, intent, cost_aware: costAware, scored, module } = shape.route_selection ?? {};
  const file = (role: PolicyFile["role"], block: string, key: string, name?: string) =>
    name !== undefined && strategy === block
      ? [{ role, name, at: ["route_selection", block, key] }]
      : [];
  return [
    ...file("prompts", "intent", "prompts", intent?.prompts),
    ...file("quality_table", "cost_aware", "quality_table", costAware?.quality_table),
    ...file("quality_table", "scored", "quality_table", scored?.quality_table),
    ...file("module", "module", "path", module?.path),
  ];
}
