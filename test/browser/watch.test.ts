import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { aFolder } from "../support/a-folder.ts";
import { open } from "../support/browser.ts";

// What the other tests rely on: a page that does one of these things fails them.
function pageOf(body: string): string {
  const file = join(aFolder(), "page.html");
  writeFileSync(file, `<!doctype html><html lang="en"><title>page</title>${body}</html>`);
  return file;
}

test("a page that does nothing passes", async (context) => {
  const page = await open(context, pageOf("<h1>still</h1>"));
  expect(await page.innerText("h1")).toBe("still");
});

for (const [does, body] of [
  ["asks for a file outside of its folder", `<img src="../outside.png" alt="">`],
  ["asks the network", `<img src="http://127.0.0.1:9/x.png" alt="">`],
  ["writes an error", `<script>console.error("x")</script>`],
  ["throws", `<script>throw new Error("x")</script>`],
  ["opens a dialog", `<script>alert(1)</script>`],
  ["opens a window", `<script>window.open("about:blank")</script>`],
] as const) {
  test.fails(`a page that ${does} fails its test`, async (context) => {
    const page = await open(context, pageOf(body));
    expect(await page.title()).toBe("page");
  });
}
