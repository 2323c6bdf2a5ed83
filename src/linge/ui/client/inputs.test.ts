// @vitest-environment node
import { beforeAll, expect, test, vi } from "vitest";

let inputs: typeof import("./inputs.ts");
beforeAll(async () => {
  vi.stubGlobal("document", { addEventListener: () => undefined });
  inputs = await import("./inputs.ts");
});

test("an identity number is shown 6-8-4", () => {
  expect(inputs.groupId("99010119900307123x")).toBe("990101 19900307 123X");
  expect(inputs.groupId("9901011990")).toBe("990101 1990");
});

test("full-width digits of an input method are read", () => {
  expect(inputs.groupPhone("１２００００００００１")).toBe("120 0000 0001");
});

test("a short day is completed with this year, a strange one stays as typed", () => {
  expect(inputs.completeDay("0314", 2026)).toBe("2026-03-14");
  expect(inputs.completeDay("20260314", 2026)).toBe("2026-03-14");
  expect(inputs.completeDay("2026/3/4", 2026)).toBe("2026-03-04");
  expect(inputs.completeDay("2026年3月4日", 2026)).toBe("2026-03-04");
  expect(inputs.completeDay("上周三", 2026)).toBe("上周三");
});

test("an identity number tells the day of birth and the sex", () => {
  expect(inputs.readId("990101 19510307 0025")).toEqual({ birth: "1951-03-07", sex: "female" });
  expect(inputs.readId("990101 19510307 001X")?.sex).toBe("male");
  expect(inputs.readId("990101 1951")).toBeNull();
});
