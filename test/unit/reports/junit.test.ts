import { expect, test } from "vitest";
import { renderJunit } from "../../../src/reports/junit.ts";
import {
  aComparison,
  aGate,
  aRejectReport,
  aReport,
  anInconclusiveReport,
} from "./a-run-report.ts";

test("a rejected run is a suite with a case a gate, and says why in one line", () => {
  expect(renderJunit(aRejectReport())).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="routeproof run-7" tests="4" failures="2" errors="0" skipped="0">
      <testsuite name="cheap-first vs prod" tests="4" failures="2" errors="0" skipped="0">
        <properties>
          <property name="run_id" value="run-7"/>
          <property name="dataset" value="support"/>
          <property name="dataset_sha256" value="cd34"/>
          <property name="baseline_version" value="sha256:0a1b"/>
          <property name="baseline_cost_usd" value="2"/>
          <property name="baseline_unknown_cost_attempts" value="0"/>
          <property name="candidate_version" value="sha256:0a1b"/>
          <property name="candidate_cost_usd" value="0.4424"/>
          <property name="candidate_unknown_cost_attempts" value="0"/>
        </properties>
        <testcase classname="cheap-first vs prod" name="verdict">
          <failure message="p95_complete_ms is 1.62 times the baseline's, over the limit of 1.1" type="reject"/>
          <system-out><![CDATA[p95_complete_ms is 1.62 times the baseline's, over the limit of 1.1]]></system-out>
        </testcase>
        <testcase classname="cheap-first vs prod" name="infrastructure">
          <system-out><![CDATA[errors of prod in 200 records: ours 1, provider 3, answer 0, request 0, policy 0, other 0
    errors of cheap-first in 200 records: ours 1, provider 3, answer 0, request 0, policy 0, other 0]]></system-out>
        </testcase>
        <testcase classname="cheap-first vs prod" name="acceptance_rate max_drop 0.05">
          <system-out><![CDATA[pass: acceptance_rate fell by 0.01 (at most 0.03; limit 0.05)
    observed -1.0 pp (-3.0 to +1.0 pp), n=200, limit at most 5.0 pp lower
    p 0.99, after Holm 1]]></system-out>
        </testcase>
        <testcase classname="cheap-first vs prod" name="p95_complete_ms max_ratio 1.1">
          <failure message="observed ×1.62 (×1.41 to ×1.84), limit at most ×1.1: p95_complete_ms rose to 1.62 times (at least 1.41; limit 1.1)" type="reject"/>
          <system-out><![CDATA[fail: p95_complete_ms rose to 1.62 times (at least 1.41; limit 1.1)
    observed ×1.62 (×1.41 to ×1.84), n=200, limit at most ×1.1
    p 0.0001, after Holm 0.0002]]></system-out>
        </testcase>
      </testsuite>
    </testsuites>
    "
  `);
});

test("an undecided gate and verdict fail as inconclusive", () => {
  const xml = renderJunit(anInconclusiveReport());
  expect(xml.match(/type="inconclusive"/g)).toHaveLength(2);
  expect(xml).not.toContain('type="reject"');
});

test("a promoted run has no failure and no error", () => {
  expect(renderJunit(aReport())).toContain('tests="3" failures="0" errors="0" skipped="0"');
});

test("infrastructure is an error in a case of its own, never a failed gate", () => {
  const xml = renderJunit(aReport({ manifest: { status: "incomplete" } }));
  expect(xml).toContain('tests="3" failures="0" errors="1"');
  expect(xml).toContain('name="infrastructure">\n      <error message="infrastructure errors on');
});

test("every candidate has a suite", () => {
  const comparisons = [aComparison(), aComparison({ candidate: "other", gates: [] })];
  const policies = aReport().comparison.policies;
  const report = aReport({
    comparison: {
      candidates: ["cheap-first", "other"],
      policies: { ...policies, other: policies["prod"]! },
      comparisons,
    },
  });
  const names = [...renderJunit(report).matchAll(/<testsuite name="([^"]+)"/g)];
  expect(names.map(([, name]) => name)).toEqual(["cheap-first vs prod", "other vs prod"]);
});

test("text that would end its own section or break XML is taken apart", () => {
  const because = "]]>]]>\u0000\u001b[2J\ud800\ufffe & <x>";
  const xml = renderJunit(aReport({ pair: { gates: [aGate({ because, status: "fail" })] } }));
  expect(xml).toContain("fail: ]] >]] >\\x00\\x1b[2J\\ud800\\ufffe & <x>");
});
