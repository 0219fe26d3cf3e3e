import { isAscii } from "node:buffer";
import { closeSync, ftruncateSync } from "node:fs";
import { HarnessError } from "../../core/harness-error.ts";
import type { Redact } from "../../core/redactor.ts";
import { BlockReader } from "./block-reader.ts";
import { fromRecordingLine } from "./from-recording-line.ts";
import { damagedLine, indexPack } from "./index-pack.ts";
import { readHead } from "./line-head.ts";
import {
  openToRead,
  openToWrite,
  packPath,
  type OpenedPack,
  type RecordingWrites,
} from "./open-pack.ts";
import type { PackIndex } from "./pack-index.ts";
import { PackWriter } from "./pack-writer.ts";
import { RECORDING_SCHEMA, type RecordingLine } from "./recording-line.ts";
import type { Recording } from "./recording.ts";
import { toRecordingText } from "./to-recording-line.ts";

/** Policies take turns within a record: what one was answered the others soon ask for too. */
const RECENT_LINES = 256;

/** How the part of a line begins that no call needs. */
const restStarts: ReadonlySet<string> = new Set([',"event_', ',"body":']);
const REST_CHARS = 8;

export interface RecordingReads {
  /** Whether a recording is read with the times of its stream's events: most runs need none. */
  readonly withEvents?: boolean | undefined;
}

/**
 * A folder of recordings: one pack of lines and, in memory, where each begins. It is read by
 * position, in the midst of a replay, and only ever grows.
 */
export class RecordingStore {
  readonly folder: string;
  /** What was found when the folder was opened and people should know. */
  readonly notes: readonly string[];
  readonly index: PackIndex;
  readonly #path: string;
  readonly #descriptor: number;
  readonly #writes: { readonly writer: PackWriter; readonly release: () => void } | undefined;
  readonly #redact: Redact;
  readonly #reader: BlockReader;
  readonly #withEvents: boolean;
  readonly #recent: { readonly line: number; readonly recording: Recording }[] = [];

  private constructor(
    folder: string,
    opened: OpenedPack & { readonly index: PackIndex },
    writes: RecordingWrites | undefined,
    { withEvents = false }: RecordingReads,
  ) {
    this.folder = folder;
    this.notes = opened.notes;
    this.index = opened.index;
    this.#path = packPath(folder);
    this.#descriptor = opened.descriptor;
    this.#reader = new BlockReader(opened.descriptor);
    this.#withEvents = withEvents;
    this.#redact = writes?.redact ?? ((text) => text);
    this.#writes = opened.release && {
      writer: new PackWriter(this.#path, opened.descriptor),
      release: opened.release,
    };
  }

  /**
   * Opens a folder to read it or, where it may also be written, creates it and cuts off a last
   * line that a killed process left unfinished. Throws `HarnessError` "invalid-input" where there
   * are no recordings to read, "storage" where a line is damaged.
   */
  static async open(
    folder: string,
    writes?: RecordingWrites,
    reads: RecordingReads = {},
  ): Promise<RecordingStore> {
    const opened = writes === undefined ? openToRead(folder) : openToWrite(folder, writes);
    try {
      const { index, wholeBytes, tornBytes } = await indexPack(packPath(folder), opened.descriptor);
      const notes = [...opened.notes];
      if (tornBytes > 0) {
        if (writes !== undefined) ftruncateSync(opened.descriptor, wholeBytes);
        const did = writes === undefined ? "left out" : "dropped";
        notes.push(`${packPath(folder)}: ${did} a torn last line of ${tornBytes} bytes`);
      }
      return new RecordingStore(folder, { ...opened, index, notes }, writes, reads);
    } catch (error) {
      closeSync(opened.descriptor);
      opened.release?.();
      throw error;
    }
  }

  /** How many lines there are; of those with the same key the last counts. */
  get count(): number {
    return this.index.count;
  }

  /**
   * The recording without its request's body and, unless they were asked for, the times of its
   * events; absent: nothing was recorded under this key.
   * Throws `HarnessError` "storage" where its line is damaged.
   */
  read(key: string): Recording | undefined {
    const line = this.index.find(key);
    if (line === undefined) return undefined;
    const slot = line % RECENT_LINES;
    let recent = this.#recent[slot];
    if (recent?.line !== line) {
      const answer = this.#withEvents ? undefined : this.#answerAt(line);
      recent = { line, recording: answer ?? this.recordingAt(line) };
      this.#recent[slot] = recent;
    }
    return recent.recording.key === key ? recent.recording : undefined;
  }

  /** The whole recording on a line of the index. */
  recordingAt(line: number): Recording {
    const { length } = this.index.placeOf(line);
    try {
      return this.#recordingOf(this.#textAt(line, length), line);
    } catch (cause) {
      throw cause instanceof HarnessError ? cause : damagedLine(this.#path, line + 1, cause);
    }
  }

  /** Absent: all of the line is its answer, or it was changed by hand and ends elsewhere. */
  #answerAt(line: number): Recording | undefined {
    const { length, answerBytes } = this.index.placeOf(line);
    if (answerBytes + REST_CHARS > length) return undefined;
    try {
      const text = this.#textAt(line, answerBytes + REST_CHARS);
      const answer = text.slice(0, -REST_CHARS);
      // Quotes within texts are escaped: these can only begin a field.
      return restStarts.has(text.slice(-REST_CHARS))
        ? this.#recordingOf(`${answer}}`, line)
        : undefined;
    } catch (cause) {
      if (cause instanceof HarnessError) throw cause;
      return undefined;
    }
  }

  #textAt(line: number, bytes: number): string {
    const read = this.#reader.read(this.index.placeOf(line).offset, bytes);
    return isAscii(read) ? read.toString("latin1") : utf8.decode(read);
  }

  #recordingOf(text: string, line: number): Recording {
    const parsed = JSON.parse(text) as RecordingLine;
    if (parsed.schema_version === RECORDING_SCHEMA) return fromRecordingLine(parsed);
    throw new HarnessError(
      "invalid-input",
      `${this.#path}:${line + 1}: schema_version ${parsed.schema_version} is not known here`,
      { hint: `this routeproof reads version ${RECORDING_SCHEMA}` },
    );
  }

  /** Resolves once the recording is durable; from then on it is found. */
  async append(recording: Recording): Promise<void> {
    if (this.#writes === undefined) throw new Error(`${this.folder} was opened to be read`);
    const line = Buffer.from(`${toRecordingText(recording, this.#redact)}\n`, "utf8");
    const offset = await this.#writes.writer.append(line);
    const head = readHead(line);
    if (head === undefined) throw new Error("a recording was written that cannot be read");
    this.index.add(head, { offset, length: line.length - 1, answerBytes: head.answerBytes });
  }

  /** Waits for what is being written, then gives the folder back. */
  async close(): Promise<void> {
    await this.#writes?.writer.settle();
    closeSync(this.#descriptor);
    this.#writes?.release();
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
