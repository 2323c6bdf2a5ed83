import { describe, expect, it } from "vitest";

import { moment } from "./dates";
import { dueWords } from "./due";
import { metresBetween } from "./geo";
import { uuid7 } from "./ids";
import { BLANK, chips, faults, NOWHERE, recent, reportEntry } from "./report";
import { addressOf, routeOf, tabOf } from "./routes";
import { spoken } from "./say";
import { syncState } from "./sync";
import { cannotFault, confirmFault, failFault, passFault } from "./verdict";

const NOW = new Date("2026-11-24T01:00:00Z");
const hours = (n: number) => new Date(NOW.getTime() + n * 3600 * 1000);
const due = (at: Date, colour = "ok") => ({ colour, word: "", text: "剩 3 小时", at: at.toISOString(), provisional: false });

describe("dues", () => {
  it("says the house's words while they are fresh", () => {
    expect(dueWords(due(hours(3)), NOW, NOW, "zh")).toMatchObject({ colour: "ok", told: "剩 3 小时" });
  });
  it("says only the moment when the words are old", () => {
    expect(dueWords(due(hours(3)), NOW, hours(1), "zh")).toMatchObject({ told: "", say: { text: "{time} 前" } });
  });
  it("turns red at the moment itself, without network", () => {
    expect(dueWords(due(hours(1)), NOW, hours(2), "zh")).toMatchObject({ colour: "danger", icon: "warn" });
  });
  it("is silent about a case without a due", () => {
    expect(dueWords(null, NOW, NOW, "zh")).toBeNull();
  });
});

describe("the sync word", () => {
  const calm = { online: true, waiting: 0, refused: 0, sending: null, sentAt: null, full: 0 };
  it.each([
    [calm, "synced"],
    [{ ...calm, waiting: 3 }, "waiting"],
    [{ ...calm, waiting: 3, sending: { done: 1, all: 3 } }, "sending"],
    [{ ...calm, online: false }, "offline"],
    [{ ...calm, waiting: 2, refused: 1 }, "needs-you"],
    [{ ...calm, waiting: 2, full: 0.95 }, "full"],
  ])("%o is told as %s", (facts, kind) => expect(syncState(facts).kind).toBe(kind));
});

describe("a report", () => {
  it("needs a photo or words, and a place", () => {
    expect(Object.keys(faults(BLANK))).toEqual(["content", "place"]);
    expect(faults({ ...BLANK, words: "路灯不亮", place: { ...NOWHERE, unknown: true } })).toEqual({});
  });
  it("names the building and leaves out what is not known", () => {
    const place = { ...NOWHERE, building: "b-1", buildingName: "3号楼", unknown: true };
    const born = { request_id: "r", client_id: "c", owner: "o", at: NOW };
    const { payload } = reportEntry({ ...BLANK, words: " 路灯不亮 ", place }, born);
    expect(payload).toMatchObject({ words: "路灯不亮", building: "b-1", place_unknown: false });
    expect(payload).not.toHaveProperty("lon");
  });
  it("offers what was used last first, never twice", () => {
    expect(recent(["a", "b"], "b")).toEqual(["b", "a"]);
    expect(chips(["c", "x"], ["a", "b", "c"])).toEqual(["c", "a", "b"]);
  });
});

describe("a verdict", () => {
  const site = { photos: 1, metres: 20, reason: "" };
  it("passes with a photo near the place, or with a reason", () => {
    expect(passFault(site)).toBeNull();
    expect(passFault({ ...site, metres: 51 })).not.toBeNull();
    expect(passFault({ ...site, photos: 0, reason: "院门锁着" })).toBeNull();
  });
  it("sends back with ten signs of reason", () => {
    expect(failFault({ ...site, reason: "灯 还 没 有 修 好" })).not.toBeNull();
    expect(failFault({ ...site, reason: "三号楼东侧的灯仍不亮" })).toBeNull();
  });
  it("asks why it can't be seen, and for a photo of what is there", () => {
    expect(cannotFault(site)).not.toBeNull();
    expect(confirmFault("exists", { ...site, photos: 0 })).not.toBeNull();
    expect(confirmFault("unreachable", { ...site, photos: 0 })).toBeNull();
  });
});

it("finds its way through addresses", () => {
  expect(routeOf(addressOf("case", "9901/1"))).toEqual({ screen: "case", part: "9901/1" });
  expect(routeOf("#/nowhere").screen).toBe("home");
  expect(tabOf("case")).toBe("tasks");
});

it("fills facts into the sentence of a language", () => {
  const say = { text: "待上传 {n}", facts: { n: 3 } };
  expect(spoken(say, null)).toBe("待上传 3");
  expect(spoken(say, { "待上传 {n}": "{n} to send" })).toBe("3 to send");
});

it("tells Shanghai time wherever the phone is", () => {
  expect(moment(NOW, NOW, "zh")).toBe("11月24日 09:00");
  expect(moment(new Date("2025-12-31T16:30:00Z"), NOW, "en")).toBe("01-01 00:30");
});

it("measures the ground", () => {
  const here = { lon: 114, lat: 30 };
  expect(metresBetween(here, { lon: 114, lat: 30.001 })).toBeCloseTo(111, -1);
});

it("names rows in the order of their birth", () => {
  const random = new Uint8Array(16).fill(255);
  expect(uuid7(1, random) < uuid7(2, random)).toBe(true);
  expect(uuid7(1, random)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
