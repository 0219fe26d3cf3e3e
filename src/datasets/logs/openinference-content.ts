import type { JsonObject } from "../../core/json.ts";
import type { Message } from "../../core/model-request.ts";
import { toolCall } from "./message-content.ts";
import { textNamed, valueNamed } from "./named-fields.ts";

/** More messages or parts than this are not looked for. */
const MOST = 10_000;

/** The messages that stand one field an attribute, such as `llm.input_messages.0.message.role`. */
export function messagesUnder(attributes: JsonObject, list: string): readonly Message[] {
  const messages: Message[] = [];
  for (let index = 0; index < MOST; index += 1) {
    const message = messageAt(attributes, `${list}.${index}.message`);
    if (message === undefined) break;
    messages.push(message);
  }
  return messages;
}

function messageAt(attributes: JsonObject, at: string): Message | undefined {
  const role = textNamed(attributes, `${at}.role`);
  const content =
    valueNamed(attributes, `${at}.content`) ?? partsText(attributes, `${at}.contents`);
  if (role === undefined && content === undefined) return undefined;
  return { role: role ?? "user", content: content ?? "" };
}

/** The texts among a message's parts; absent: it has none. */
function partsText(attributes: JsonObject, at: string): string | undefined {
  const texts: string[] = [];
  for (let index = 0; index < MOST; index += 1) {
    const part = `${at}.${index}.message_content`;
    if (valueNamed(attributes, `${part}.type`) === undefined) break;
    texts.push(textNamed(attributes, `${part}.text`) ?? "");
  }
  return texts.length === 0 ? undefined : texts.join("\n");
}

/** The tools that an answer calls. */
export function toolCallsUnder(attributes: JsonObject, at: string): readonly JsonObject[] {
  const calls: JsonObject[] = [];
  for (let index = 0; index < MOST; index += 1) {
    const call = `${at}.${index}.tool_call`;
    const name = valueNamed(attributes, `${call}.function.name`);
    if (name === undefined) break;
    const written = valueNamed(attributes, `${call}.function.arguments`);
    calls.push(toolCall(valueNamed(attributes, `${call}.id`), name, written));
  }
  return calls;
}

/** What went in where no messages are listed: one text. */
export function inputText(attributes: JsonObject): readonly Message[] {
  const text = textNamed(attributes, "input.value");
  return text === undefined ? [] : [{ role: "user", content: text }];
}
