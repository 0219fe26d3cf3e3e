import { expect, test } from "vitest";
import { readLogRows } from "./a-log.ts";

const call = (id: string) => ({
  request_id: id,
  call_type: "acompletion",
  startTime: "2026-10-02T09:14:03.120Z",
  endTime: "2026-10-02T09:14:05.020Z",
  model: "m",
  model_group: "m",
  status: "success",
});

test("ids are the log's own, whatever stands in them", async () => {
  const ids = [
    "plain",
    'a "quoted" one',
    '"',
    "back\\slash",
    "\\",
    "Ünïcödé 🙂",
    "tab\there",
    '","',
  ];
  const { dataset, records } = await readLogRows("litellm", ids.map(call));
  expect(records.map(({ id }) => id)).toEqual(ids);
  expect(dataset.summary.records).toBe(ids.length);
});

test("an id that stands twice is found, escaped or not", async () => {
  const rows = ['a "b"', "c", 'a "b"', "c"].map(call);
  const { rejected } = await readLogRows("litellm", rows);
  expect(rejected).toHaveLength(2);
});
