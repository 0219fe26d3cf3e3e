import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text as textOf } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { routeproofBeside, type Finished } from "../support/routeproof.ts";

/** Every sign that an encoding changes. */
const CANARY = 'cnry+7f/2a9=e41&"b?d~c3';
/** A name that says nothing of a secret: only the registry tells that it is one. */
const environment = { WIRE_ACCESS: CANARY };

/** What must be nowhere: plain, base64 at each place of three, percent-encoded; no half of it. */
const forms: readonly string[] = [
  CANARY.slice(0, 12),
  CANARY.slice(-6),
  encodeURIComponent(CANARY).slice(0, 15),
  encodeURIComponent(CANARY).slice(0, 15).toLowerCase(),
  ...["", "x", "xy"].map((before) =>
    Buffer.from(before + CANARY)
      .toString("base64")
      .slice(before.length === 0 ? 0 : 4, -4),
  ),
];

const folder = mkdtempSync(join(tmpdir(), "routeproof-secrets-"));
const path = (name: string): string => join(folder, name);
const said: { readonly what: string; readonly text: string }[] = [];
let server: Server;

/** Runs a command and keeps all it said. */
async function command(...args: readonly string[]): Promise<Finished> {
  const done = await routeproofBeside(args, { env: environment });
  said.push({ what: args.join(" "), text: done.stdout + done.stderr });
  return done;
}

const everyForm = (): string =>
  `${CANARY} ${Buffer.from(CANARY).toString("base64")} ${encodeURIComponent(CANARY)}`;

async function startTalkativeServer(): Promise<string> {
  server = createServer((request, response) => {
    void textOf(request).then((text) => {
      const { model } = JSON.parse(text) as { readonly model: string };
      response.setHeader("content-type", "application/json");
      for (const name of ["x-request-id", "set-cookie", "x-litellm-model-id", "x-own"]) {
        response.setHeader(name, CANARY);
      }
      if (model === "bad") {
        const error = { message: `no: ${everyForm()}`, type: CANARY, code: CANARY, param: CANARY };
        response.writeHead(400).end(JSON.stringify({ error }));
        return;
      }
      const message = {
        role: "assistant",
        content: `{"label":"${everyForm().replaceAll('"', '\\"')}"}`,
      };
      response.end(
        JSON.stringify({
          id: CANARY,
          object: "chat.completion",
          created: 1,
          model: `good-${CANARY}`,
          system_fingerprint: CANARY,
          choices: [{ index: 0, message, finish_reason: "stop", logprobs: null }],
          usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15, note: CANARY },
        }),
      );
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

const quoted = (text: string): string => JSON.stringify(text);

function writeInputs(address: string): void {
  const rows = Array.from({ length: 6 }, (_, index) => ({
    id: `r${index}`,
    messages: [{ role: "user", content: `what of ${everyForm()}? (${index})` }],
    expected: { label: index % 2 === 0 ? CANARY : "else" },
    note: index % 3 === 0 ? CANARY : "plain",
    flow: `${CANARY} ${index}`,
  }));
  const unreadable = [
    { ...rows[0], id: "r7", messages: [{ role: CANARY, content: "hello" }] },
    { ...rows[0], id: "r8", at: CANARY },
  ];
  const lines = [...rows, ...unreadable].map((row) => `${JSON.stringify(row)}\n`);
  writeFileSync(path("data.jsonl"), `${lines.join("")}{"id": "r9", ${CANARY}\n`);
  writeFileSync(
    path("data.dataset.yaml"),
    `dataset: secrets
kind: golden
source: {path: data.jsonl, format: jsonl}
record: {id: id, messages: messages, expected: expected, workflow: flow, owner: note, arrived_at: at, tags: {note: note}}
scoring:
  - {grader: json_fields, fields: [label]}
`,
  );
  const route = (model: string, stop: string): string =>
    `{provider: openai_compatible, model: ${model}, endpoint_family: openai, base_url: "${address}", api_key_env: WIRE_ACCESS, parameters: {max_output_tokens: 50, stop: [${quoted(stop)}]}, price: {input_per_mtok_usd: 1, output_per_mtok_usd: 2}}`;
  const registry = (stop: string): string => `routes:
  good: ${route("good", stop)}
  bad: ${route("bad", stop)}
`;
  writeFileSync(path("registry.yaml"), registry(CANARY));
  writeFileSync(path("changed.yaml"), registry(`${CANARY} changed`));
  writeFileSync(
    path("prices.yaml"),
    "prices:\n  - {provider: openai_compatible, model: good, input_per_mtok_usd: 3, output_per_mtok_usd: 4}\n",
  );
  writeFileSync(path("base.yaml"), policyOf("base", "{strategy: pinned, primary_route: good}"));
  const rules = `
  strategy: rules
  primary_route: good
  rules:
    - {when: ${quoted(`tags.note == ${quoted(CANARY)}`)}, route: bad}`;
  writeFileSync(path("ruled.yaml"), policyOf(quoted(`ruled ${CANARY}`), rules));
  writeFileSync(path("broken.yaml"), `policy_name: [${CANARY}\n  ${CANARY}: : x`);
  writeFileSync(
    path("unknown.yaml"),
    `policy_name: x\n${quoted(CANARY)}: 3\nregistry: registry.yaml\n`,
  );
}

function policyOf(name: string, selection: string): string {
  return `policy_name: ${name}
registry: registry.yaml
route_selection: ${selection}
promotion:
  gates:
    - {metric: acceptance_rate, max_drop: 0.1, segment: ${quoted(`note=${CANARY}`)}}
`;
}

const pair = (out: string, ...more: readonly string[]): readonly string[] => [
  "run",
  `--dataset=${path("data.dataset.yaml")}`,
  `--baseline=${path("base.yaml")}`,
  `--candidate=${path("ruled.yaml")}`,
  `--out=${path(`out/${out}`)}`,
  ...more,
];

beforeAll(async () => {
  writeInputs(await startTalkativeServer());
  const live = ["--provider=live", "--max-spend=5"];
  const recordings = `--record=${path("out/recordings")}`;
  const first = await command(...pair("live", ...live, recordings));
  if (first.code !== 101) throw new Error(first.stderr);
  await command(...pair("json", ...live, "--json"));
  await command(...pair("again", `--recordings=${path("out/recordings")}`));
  const changed = `--registry=${path("changed.yaml")}`;
  await command(...pair("missed", `--recordings=${path("out/recordings")}`, changed));
  await command(...pair("capped", ...live, "--max-spend=0.0001"));
  await command("run", `--resume=${path("out/capped")}`, "--max-spend=5");
  await command("run", `--resume=${path("out/live")}`, "--retry-errors");
  await command(
    "record",
    "--all-routes",
    `--dataset=${path("data.dataset.yaml")}`,
    `--registry=${path("registry.yaml")}`,
    `--record=${path("out/all")}`,
    "--max-spend=5",
  );
  for (const run of ["live", "again", "missed"]) {
    for (const record of ["r0", "r1"]) await command("show", path(`out/${run}`), record);
    await command("report", path(`out/${run}`), `--prices=${path("prices.yaml")}`);
    for (const format of ["md", "json", "csv", "junit"]) {
      await command("report", path(`out/${run}`), `--format=${format}`);
    }
  }
}, 120_000);

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

function expectClean(what: string, text: string): void {
  const found = forms.find((form) => text.includes(form));
  const at = found === undefined ? 0 : text.indexOf(found);
  expect({ what, found: found && text.slice(Math.max(0, at - 80), at + 60) }).toEqual({
    what,
    found: undefined,
  });
}

test("runs, recordings, resumes and records leave the key in no file", () => {
  const files = readdirSync(path("out"), { recursive: true, encoding: "utf8" })
    .map((name) => path(join("out", name)))
    .filter((name) => statSync(name).isFile());
  expect(files.length).toBeGreaterThan(30);
  for (const file of files) {
    expectClean(file, file);
    expectClean(file, readFileSync(file, "utf8"));
  }
});

test("no command shows it, in any format", () => {
  expect(said.length).toBeGreaterThan(20);
  for (const { what, text } of said) expectClean(what, text);
});

test("what was redacted is still a run: routes, counts and failures are there", () => {
  const outcomes = readFileSync(path("out/live/outcomes.jsonl"), "utf8").trim().split("\n");
  expect(outcomes.length).toBeGreaterThanOrEqual(12);
  expect(outcomes.filter((line) => line.includes('"invalid_request"')).length).toBeGreaterThan(1);
  expect(outcomes.some((line) => line.includes("[redacted]"))).toBe(true);
});

const failing: readonly (readonly [string, readonly string[]])[] = [
  [
    "a file that is not there",
    ["run", `--dataset=${CANARY}.yaml`, "--baseline=x", "--candidate=y"],
  ],
  ["an option that is not known", ["run", `--nonsense=${CANARY}`]],
  ["an option's bad value", ["run", `--provider=${CANARY}`]],
  ["a command that is not known", [CANARY]],
  ["a run that is not there", ["show", CANARY, CANARY]],
  ["a folder that is not there", ["check", CANARY]],
  ["a failure told as JSON", ["run", `--resume=${CANARY}`, "--json"]],
  ["a failure with its stack", ["run", `--resume=${CANARY}`, "--debug"]],
];

test.each(failing)("%s is refused without the key", async (_what, args) => {
  // Before any registry is read, a key is known by the name of its variable alone.
  const refused = await routeproofBeside(args, { env: { WIRE_API_KEY: CANARY } });
  expect(refused.code).toBeGreaterThan(0);
  expectClean(args.join(" "), refused.stdout + refused.stderr);
});

test("check reads what holds it, finds what is wrong, and shows it nowhere", async () => {
  const refused = await command("check", folder);
  expect(refused.code).toBe(100);
  expectClean("check", refused.stdout + refused.stderr);
  const asJson = await command("check", folder, "--json");
  expectClean("check --json", asJson.stdout + asJson.stderr);
});

test("a key written into a policy or a registry is refused, not repeated", async () => {
  const literal = `sk-proj-${"Ab3dE6gH9".repeat(4)}`;
  for (const [name, text] of [
    ["named.yaml", `policy_name: ${literal}\nregistry: registry.yaml\n`],
    ["keyed.yaml", `routes:\n  r: {provider: openai, model: m, api_key_env: ${literal}}\n`],
  ] as const) {
    writeFileSync(path(name), text);
    const refused = await command("check", path(name));
    expect(refused.code).toBe(100);
    expect(refused.stdout + refused.stderr).toContain("looks like a secret key");
    expect(refused.stdout + refused.stderr).not.toContain(literal.slice(0, 20));
    rmSync(path(name));
  }
});
