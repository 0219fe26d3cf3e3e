import { joinedRequest } from "../joined-request.ts";
import { partsAsked, type AskedJoins } from "./asked-joins.ts";
import { packedJoins, type PackedJoins } from "./packed-joins.ts";

/** Joins the rows of requests, in the thread that was asked to. */
export function joinAsked(asked: AskedJoins): PackedJoins {
  return packedJoins(partsAsked(asked).map(({ parts, copy }) => joinedRequest(parts, copy)));
}
