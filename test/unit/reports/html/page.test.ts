import { createHash } from "node:crypto";
import { XMLValidator } from "fast-xml-parser";
import fc from "fast-check";
import { expect, test } from "vitest";
import { renderHtml } from "../../../../src/reports/html/report-page.ts";
import { aRejectReport } from "../a-run-report.ts";
import { hostileReport } from "../hostile-report.ts";

const page = renderHtml(aRejectReport());

test("the policy of the page stands right after its charset and allows just its own style and script", () => {
  const hash = (element: string) => {
    const inside = new RegExp(`<${element}>([\\s\\S]*?)</${element}>`).exec(page)?.[1] ?? "";
    return `'sha256-${createHash("sha256").update(inside).digest("base64")}'`;
  };
  expect(page).toMatch(
    /^<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8" \/>\n<meta http-equiv="Content-Security-Policy"/,
  );
  expect(page).toContain(
    `content="default-src 'none'; style-src ${hash("style")}; script-src ${hash("script")}; img-src data:; base-uri 'none'; form-action 'none'"`,
  );
  expect(page).not.toMatch(/ style="| on[a-z]+="/);
});

test("the title says the verdict and whom it is about", () => {
  expect(page).toContain("<title>REJECT: cheap-first vs prod · routeproof</title>");
});

test("whatever the data says, the page is well-formed", () => {
  fc.assert(
    fc.property(hostileReport, (report) => {
      expect(XMLValidator.validate(renderHtml(report))).toBe(true);
    }),
    { seed: 7, numRuns: 60 },
  );
});
