import type { ReplayRecord } from "../core/replay-record.ts";
import { CodeColumn } from "./code-column.ts";
import { IdentityColumn } from "./identity-column.ts";
import { KnownColumns } from "./known-columns.ts";
import type { KnownGrade } from "./known-grade.ts";
import { ExpectedLabels } from "./expected-labels.ts";
import type { Interner } from "./interner.ts";
import type { LoggedGrade } from "./logs/logged-grade.ts";
import { LoggedColumns } from "./logs/logged-columns.ts";

/** What comparison keeps of the records: never their texts. */
export class RecordColumns {
  readonly records: number;
  readonly tags: ReadonlyMap<string, CodeColumn>;
  readonly owners: CodeColumn;
  readonly groups: IdentityColumn;
  readonly workflows: IdentityColumn;
  readonly expected: ExpectedLabels;
  readonly known: readonly KnownColumns[];
  readonly schemaAsked: Uint8Array;
  /** Absent: the outcomes are not those of a request log. */
  readonly logged: LoggedColumns | undefined;

  /** `loggedRoutes`: the codes of the arms' routes, where the records are a log's. */
  constructor(
    records: number,
    tagNames: readonly string[],
    routesKnown: readonly string[],
    loggedRoutes?: Interner,
  ) {
    this.records = records;
    this.tags = new Map(tagNames.map((name) => [name, new CodeColumn(records)]));
    this.owners = new CodeColumn(records);
    this.groups = new IdentityColumn(records);
    this.workflows = new IdentityColumn(records);
    this.expected = new ExpectedLabels(records);
    this.known = routesKnown.map((route) => new KnownColumns(route, records));
    this.schemaAsked = new Uint8Array(records);
    this.logged = loggedRoutes && new LoggedColumns(records, loggedRoutes);
  }

  observe(
    record: ReplayRecord,
    known: readonly (KnownGrade | undefined)[] | undefined,
    logged?: LoggedGrade,
  ): void {
    const { ordinal } = record;
    for (const [name, column] of this.tags) column.set(ordinal, record.tags[name]);
    this.owners.set(ordinal, record.owner);
    this.groups.set(ordinal, record.group);
    this.workflows.set(ordinal, record.workflow);
    this.expected.set(ordinal, record.expected);
    if (record.request.responseSchema !== undefined) this.schemaAsked[ordinal] = 1;
    for (let index = 0; index < this.known.length; index += 1) {
      const grade = known?.[index];
      if (grade !== undefined) this.known[index]?.set(ordinal, grade);
    }
    if (logged !== undefined) this.logged?.observe(record, logged);
  }
}
