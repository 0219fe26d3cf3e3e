import { basename, extname } from "node:path";
import { HarnessError, invalidInput } from "../core/harness-error.ts";
import type { Policy } from "../core/policy.ts";
import type { Problem } from "../core/problem.ts";
import type { QualityTable } from "../core/quality-table.ts";
import type { Registry } from "../core/route.ts";
import { readShape } from "../documents/shape.ts";
import { readDocument, type SourceDocument } from "../documents/source-document.ts";
import { besidePolicy, readAttachments, type Attachment } from "./attachments.ts";
import { qualityNotes } from "./checks/check-quality.ts";
import { compileProblems } from "./compile-problems.ts";
import { policySchema } from "./shapes/policy-schema.ts";
import { readRegistry } from "./read-registry.ts";
import { secretProblems } from "./secret-problems.ts";
import { templateOf, type Template } from "./template.ts";
import { policyOf } from "./policy-of.ts";

/** A policy, and where each of its parts stands. */
export interface LoadedPolicy {
  /** Its version is empty until `policyVersion` is asked with the registry of the run. */
  readonly policy: Policy;
  /** As seen from the working directory; absent: none is named. */
  readonly registryFile: string | undefined;
  readonly document: SourceDocument;
  readonly template: Template;
  /** The files that the policy names beside itself, with their texts. */
  readonly attachments: readonly Attachment[];
  /** The one that it names; absent: it names none. */
  readonly qualityTable: QualityTable | undefined;
  /** Readings of other spellings, and known keys that this version does not act on. */
  readonly notes: readonly string[];
}

/**
 * Reads a policy; throws all that keeps it from being one. `registryFile` wins over the one that
 * the policy names. Amounts that the policy only names are looked up there, which is why a
 * registry that cannot be read is not complained of here: whoever reads it for the run does.
 */
export async function readPolicy(file: string, registryFile?: string): Promise<LoadedPolicy> {
  return readPolicyOf(await readDocument(file), registryFile);
}

/** The same of a document that was read, or made, before. */
export async function readPolicyOf(
  document: SourceDocument,
  registryFile?: string,
): Promise<LoadedPolicy> {
  const { file } = document;
  const secrets = secretProblems(document);
  if (secrets.length > 0) throw invalidInput(file, secrets);

  const template = templateOf(readShape(policySchema, document), document);
  const { registry: beside } = template.shape;
  const named = registryFile ?? (beside === undefined ? undefined : besidePolicy(file, beside));
  const problems: Problem[] = [...template.problems];
  const notes = [...template.notes];
  const registry = namesBudget(template) ? await registryIfReadable(named) : undefined;
  const stem = basename(file, extname(file));
  const attachments = await readAttachments(file, template, problems);
  const policy = policyOf(template, { file, stem, registry, attachments }, problems, notes);
  problems.push(...compileProblems(policy));
  if (problems.length > 0) throw invalidInput(file, problems);
  notes.push(...qualityNotes({ policy, qualityTable: attachments.qualityTable }));
  return {
    policy,
    registryFile: named,
    document,
    template,
    attachments: attachments.files,
    qualityTable: attachments.qualityTable,
    notes,
  };
}

function namesBudget({ shape: { cost = {} } }: Template): boolean {
  const { owner_key: _key, on_cap: _reaction, caps = [], ...amounts } = cost;
  return [...Object.values(amounts), ...caps.map((cap) => cap.max_usd)].some(
    (amount) => typeof amount === "string",
  );
}

async function registryIfReadable(file: string | undefined): Promise<Registry | undefined> {
  if (file === undefined) return undefined;
  try {
    return (await readRegistry(file)).registry;
  } catch (error) {
    if (error instanceof HarnessError) return undefined;
    throw error;
  }
}
