import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { routeproof } from "./routeproof.ts";

/** A finished run in which every name and text stands that a user, a model or a file can put there. */
export interface RunOfTexts {
  readonly folder: string;
  /** The page on its history: this run alone. */
  readonly history: string;
  readonly remove: () => void;
}

/** Each text is the answer, prompt, id … of two records. */
const ROUNDS = 2;

/**
 * Runs two policies over records that are made of the texts and promotes the candidate against its
 * verdict, so that the decision log has an entry too. What is no text (which records fail, costs,
 * latencies) is the same for any texts of the same number.
 */
export function aRunOfTexts(texts: readonly string[]): RunOfTexts {
  const text = (index: number): string => texts[index % texts.length] ?? "";
  // A name of a file holds neither slash nor NUL, and no wildcard.
  const fileName = (index: number): string => text(index).replaceAll(/[/\0*?[\]{}]/g, "_");
  const place = mkdtempSync(join(tmpdir(), "routeproof-texts-"));
  const inner = join(place, `${fileName(10)} folder`);
  mkdirSync(inner);
  const write = (name: string, content: string): string => {
    writeFileSync(join(inner, name), content);
    return join(inner, name);
  };
  const names = namesOf(text);
  const rows = Array.from({ length: texts.length * ROUNDS }, (_, index) =>
    rowOf(index, text, names),
  );
  const table = `${fileName(13)}.jsonl`;
  const unreadable = { ...rows[0], id: text(0), dear: { ...rows[0]?.dear, input: text(0) } };
  write(table, [...rows, unreadable].map((row) => `${JSON.stringify(row)}\n`).join(""));
  const dataset = write(`${fileName(9)}.dataset.yaml`, JSON.stringify(manifest(table, names)));
  const registry = `${fileName(24)}.yaml`;
  write(registry, JSON.stringify(routes(names)));
  const policy = (which: "baseline" | "candidate", document: object): string =>
    write(`${fileName(14)} ${which}.yaml`, JSON.stringify({ ...document, registry }));
  const folder = join(place, `${fileName(25)} run`);
  const finished = routeproof(
    [
      "run",
      `--dataset=${dataset}`,
      `--baseline=${policy("baseline", baseline(names))}`,
      `--candidate=${policy("candidate", candidate(names, text))}`,
      `--out=${folder}`,
      "--monthly-requests=1000000",
    ],
    { cwd: place },
  );
  if (finished.code !== 100) throw new Error(`exit ${finished.code}: ${finished.stderr}`);
  const promoted = routeproof(
    [
      "promote",
      folder,
      `--approved-by=${shown(text(10))}`,
      `--why=${shown(text(1))}`,
      `--override=${shown(text(13))}`,
    ],
    { cwd: place },
  );
  if (promoted.code !== 0) throw new Error(`exit ${promoted.code}: ${promoted.stderr}`);
  const history = join(place, "history.html");
  const written = routeproof(["history", place, `--html=${history}`], { cwd: place });
  if (written.code !== 0) throw new Error(`exit ${written.code}: ${written.stderr}`);
  return { folder, history, remove: () => rmSync(place, { recursive: true, force: true }) };
}

/** An argument of a command holds no NUL. */
const shown = (text: string): string => text.replaceAll("\0", "");

interface Names {
  readonly cheap: string;
  readonly dear: string;
  readonly backup: string;
  readonly intent: string;
  readonly locale: string;
  readonly grader: string;
  readonly label: string;
  readonly dataset: string;
  readonly baseline: string;
  readonly candidate: string;
  readonly property: string;
}

function namesOf(text: (index: number) => string): Names {
  return {
    cheap: text(0),
    dear: text(10),
    backup: text(13),
    intent: text(4),
    // A gate names a segment as TAG=VALUE: the first sign ends the tag.
    locale: text(22).replaceAll("=", ":"),
    grader: text(1),
    label: text(11),
    dataset: text(3),
    baseline: `${text(2)} baseline`,
    candidate: `${text(14)} candidate`,
    property: text(6),
  };
}

interface Row {
  readonly [part: string]: unknown;
  readonly dear: object;
}

function rowOf(index: number, text: (index: number) => string, names: Names): Row {
  const isRight = index % 3 !== 0;
  const expected = { [names.property]: text(index), label: text(index % 5) };
  const wrong = { [names.property]: text(index + 7), label: text((index + 1) % 5), [text(7)]: 1 };
  return {
    id: `${text(index)} ${index}`,
    prompt: `${text(index)}\n${text(index + 1)}`,
    expected,
    group: text(Math.floor(index / 2)),
    ticket: text(Math.floor(index / 2)),
    team: text(index % 4),
    intent: text(index % 3),
    locale: text(7 + (index % 5)),
    dear: {
      answer: JSON.stringify(expected),
      model: text(index % 6),
      input: 100 + index,
      output: 20,
      ms: 900 + 10 * index,
    },
    cheap: {
      answer: isRight
        ? JSON.stringify(expected)
        : index % 2 === 0
          ? JSON.stringify(wrong)
          : text(index),
      model: text(index % 6),
      input: 100 + index,
      output: 30,
      ms: 300 + 10 * index,
      ...(index % 11 === 5 ? { error: "timeout" } : {}),
    },
    backup: { answer: text(index + 3), model: text(12), input: 90, output: 10, ms: 500 },
  };
}

function manifest(table: string, names: Names): object {
  const outcome = (route: string, more: object = {}): object => ({
    response: `${route}.answer`,
    served_model: `${route}.model`,
    input_tokens: `${route}.input`,
    output_tokens: `${route}.output`,
    latency_ms: `${route}.ms`,
    ...more,
  });
  return {
    dataset: names.dataset,
    kind: "outcomes",
    source: { path: table, format: "jsonl" },
    record: {
      id: "id",
      prompt: "prompt",
      expected: "expected",
      group: "group",
      workflow: "ticket",
      owner: "team",
      tags: { [names.intent]: "intent", [names.locale]: "locale" },
    },
    outcomes: {
      [names.cheap]: outcome("cheap", { error: "cheap.error" }),
      [names.dear]: outcome("dear"),
      [names.backup]: outcome("backup"),
    },
    scoring: [
      {
        grader: "json_schema",
        schema: {
          type: "object",
          properties: { [names.property]: { type: "string" }, label: { type: "string" } },
          required: [names.property, "label"],
          additionalProperties: false,
        },
      },
      { grader: "label", name: names.label, path: "label" },
      { grader: "json_fields", name: names.grader, fields: [names.property, "label"] },
    ],
  };
}

function routes(names: Names): object {
  const route = (provider: string, input: number, output: number): object => ({
    provider,
    model: names.cheap,
    price: { input_per_mtok_usd: input, output_per_mtok_usd: output },
  });
  return {
    routes: {
      [names.cheap]: route("openai", 0.15, 0.6),
      [names.dear]: route("anthropic", 2.5, 10),
      [names.backup]: route("google", 1, 4),
    },
  };
}

const owner = (names: Names): object => ({ team: names.dataset, approver: names.grader });

function baseline(names: Names): object {
  return {
    policy_name: names.baseline,
    owner: owner(names),
    workflow: { name: names.intent, description: names.dear },
    route_selection: { strategy: "pinned", primary_route: names.dear },
  };
}

function candidate(names: Names, text: (index: number) => string): object {
  const tag = (name: string): string => `tags[${JSON.stringify(name)}]`;
  return {
    policy_name: names.candidate,
    owner: owner(names),
    workflow: { name: names.intent, description: names.dear },
    route_selection: {
      strategy: "rules",
      primary_route: names.cheap,
      rules: [
        {
          when: `${tag(names.locale)} == ${JSON.stringify(text(8))} && ${tag(names.intent)} != ${JSON.stringify(text(9))}`,
          route: names.dear,
        },
      ],
    },
    fallback: {
      max_attempts: 3,
      retry_same_route_once: ["rate_limit"],
      fallback_to_backup_route: ["timeout"],
      backup_routes: [names.backup],
      approvals: [{ from: names.cheap, to: names.backup, by: text(29), until: "2027-01-31" }],
    },
    risk: { human_review_required_when: [`${tag(names.intent)} == ${JSON.stringify(text(2))}`] },
    promotion: {
      gates: [
        { metric: "acceptance_rate", max_drop: 0.05 },
        { metric: names.grader, min: 0.99 },
        { metric: "cost_per_accepted_usd", max_ratio: 0.9 },
        { metric: "p95_complete_ms", max_ratio: 1.1 },
        { metric: "acceptance_rate", segment: `${names.locale}=${text(8)}`, max_drop: 0.01 },
      ],
    },
  };
}
