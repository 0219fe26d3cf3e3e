import { expect, test } from "vitest";
import { requestOf } from "../../../../src/run/calls/request-of.ts";
import { aRecord, aRoute } from "../../providers/provider-call-builders.ts";

const { request } = aRecord();

test("a vendor is one wherever it answers", () => {
  const asked = (baseUrl: string | undefined) =>
    requestOf(aRoute({ provider: "openai", baseUrl }), request);
  expect(asked("http://127.0.0.1:1/v1")).toEqual(asked(undefined));
});

test("two gateways that know a model of the same name are two", () => {
  const asked = (port: number) =>
    requestOf(
      aRoute({
        provider: "openai_compatible",
        endpointFamily: undefined,
        model: "auto",
        baseUrl: `http://127.0.0.1:${port}/v1`,
      }),
      request,
    );
  expect(asked(1).provider).not.toBe(asked(2).provider);
  expect(asked(1).body).toEqual(asked(2).body);
});

test("parameters are part of what is asked, prices are not", () => {
  const asked = (parameters: Record<string, number>, perRequestNanoUsd: number) =>
    requestOf(
      aRoute({
        provider: "openai",
        endpointFamily: "openai",
        parameters,
        price: {
          inputNanoUsdPerMtok: 1,
          cachedInputNanoUsdPerMtok: undefined,
          outputNanoUsdPerMtok: 1,
          perRequestNanoUsd,
        },
      }),
      request,
    );
  expect(asked({ temperature: 0 }, 1)).toEqual(asked({ temperature: 0 }, 2));
  expect(asked({ temperature: 0 }, 1)).not.toEqual(asked({ temperature: 0.2 }, 1));
});
