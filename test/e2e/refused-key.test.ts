import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  aLiveWorkspace,
  liveArgs,
  supportAnswers,
  testKeys,
  type LiveWorkspace,
} from "../support/live-workspace.ts";
import { routeproofBeside, type Finished } from "../support/routeproof.ts";
import { startWireServer, type WireServer } from "../wire/wire-server.ts";

const GOOD_KEY = "a-key-that-is-let-in";

let models: WireServer;
let door: Server;
let space: LiveWorkspace;
/** Requests that came with another key than the good one. */
let turnedAway = 0;

/** Stands before the models of one vendor and lets nobody in without the good key. */
async function startDoor(): Promise<string> {
  const behind = models.baseUrl("ok", "gemini");
  door = createServer((request, response) => {
    void (async () => {
      const body = await buffer(request);
      if (request.headers["x-goog-api-key"] !== GOOD_KEY) {
        turnedAway += 1;
        const error = { code: 401, message: "no such key", status: "UNAUTHENTICATED" };
        response.writeHead(401, { "content-type": "application/json" });
        response.end(JSON.stringify({ error }));
        return;
      }
      const headers = { "content-type": "application/json" };
      const answer = await fetch(`${behind}${request.url}`, { method: "POST", headers, body });
      response.writeHead(answer.status, { "content-type": "application/json" });
      response.end(await answer.text());
    })();
  });
  await new Promise<void>((listening) => door.listen(0, "127.0.0.1", listening));
  return `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  models = await startWireServer({ answer: supportAnswers() });
  space = aLiveWorkspace(models);
  const address = await startDoor();
  const edited = (name: string, from: string, to: string): string =>
    space.write(name, readFileSync(space.path(name), "utf8").replace(from, to));
  edited("registry.yaml", `${models.baseUrl("ok", "gemini")}\n`, `${address}\n`);
  // The policy saves every record of the refused route.
  edited(
    "mixed.yaml",
    "[primary_route_unavailable]",
    "[primary_route_unavailable, authentication]",
  );
});

afterAll(async () => {
  door.closeAllConnections();
  door.close();
  await models.close();
  space.remove();
});

const run = (args: readonly string[], key: string): Promise<Finished> =>
  routeproofBeside(args, { env: { ...testKeys, TEST_GOOGLE_KEY: key } });

test("a refused key is exit 3 though a fallback saved every record", async () => {
  const args = liveArgs(space, "run", "--max-spend=20", "--max-error-rate=1", "--concurrency=1");
  const done = await run(args, "another-key-altogether");
  expect(done.code).toBe(3);
  expect(turnedAway).toBe(1);
  const refused = "the key in TEST_GOOGLE_KEY was refused (route fast)";
  expect(done.stderr).toContain(`${refused}; it is not sent again`);
  expect(done.stderr).toContain(`exit 3: incomplete, ${refused}`);
  expect(done.stdout).toContain(`INCOMPLETE  ${refused}`);
  expect(done.stdout).toContain("--retry-errors");
  expect(done.stdout + done.stderr).not.toContain("another-key-altogether");
  expect(space.comparison("run").policies["mixed"]?.overall.errors).toEqual({});
  expect(space.manifest("run")).toMatchObject({
    status: "incomplete",
    refused_keys: [{ variable: "TEST_GOOGLE_KEY", routes: ["fast"] }],
  });
});

test("the report and its data say it too, each time they are written", async () => {
  const report = await run(["report", space.path("run"), "--print"], GOOD_KEY);
  expect(report.stdout).toContain("# INCOMPLETE: the key in TEST_GOOGLE_KEY was refused");
  expect(readFileSync(space.path("run/junit.xml"), "utf8")).toContain(
    "TEST_GOOGLE_KEY was refused",
  );
});

test("what was sent is what providers were sent, not what was held back", () => {
  expect(space.manifest("run").spend?.sent).toBe(models.count() + turnedAway);
});

test("with the key mended, --retry-errors asks the route itself and the run is whole", async () => {
  const args = ["run", `--resume=${space.path("run")}`, "--retry-errors"];
  const before = models.count();
  const done = await run(args, GOOD_KEY);
  expect([0, 100, 101]).toContain(done.code);
  const mixed = space.comparison("run").policies["mixed"];
  expect(models.count() - before).toBe(mixed?.served_routes["fast"]?.attempts);
  expect(mixed?.overall.fallback_rate.value).toBe(0);
  expect(space.manifest("run").status).toBe("complete");
  expect(space.manifest("run").refused_keys).toBeUndefined();
});
