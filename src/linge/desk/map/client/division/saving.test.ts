import { afterEach, expect, test, vi } from "vitest";

import { forget, keep, kept, save, stateOf } from "./saving.ts";
import { MEMBERS, square, TOWN } from "./town.ts";

afterEach(() => { vi.unstubAllGlobals(); });

function answering(status: number, told: unknown): ReturnType<typeof vi.fn> {
  const asked = vi.fn(() => Promise.resolve(new Response(JSON.stringify(told), { status })));
  vi.stubGlobal("fetch", asked);
  return asked;
}

function shelf(room = Infinity): Storage {
  const held = new Map<string, string>();
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => { if (value.length > room) throw new Error("full"); held.set(key, value); },
    removeItem: (key: string) => { held.delete(key); },
  } as unknown as Storage;
}

test("a draft goes out whole with the version it was read at", async () => {
  const asked = answering(200, { version: 4 });
  expect(await save("/draft.json", "t", 3, TOWN)).toEqual({ kind: "saved", answer: { version: 4 } });
  const sent = asked.mock.calls[0]?.[1] as RequestInit;
  expect(JSON.parse(String(sent.body))).toEqual({ version: 3, members: TOWN.members, shapes: TOWN.shapes });
  expect(sent.headers).toMatchObject({ "X-CSRFToken": "t" });
});

test("who was faster is told", async () => {
  answering(409, { by: "李强", at: "2026-11-24T02:03:00+00:00", message: "…" });
  expect(await save("/draft.json", "t", 3, TOWN)).toEqual({ kind: "late", by: "李强", at: "2026-11-24T02:03:00+00:00" });
});

test("a refusal is told in its words, a lost network as such", async () => {
  answering(422, { message: "不在本社区" });
  expect(await save("/draft.json", "t", 3, TOWN)).toEqual({ kind: "refused", message: "不在本社区" });
  vi.stubGlobal("fetch", () => Promise.reject(new Error("offline")));
  expect(await save("/draft.json", "t", 3, TOWN)).toEqual({ kind: "lost" });
});

test("what is too large for a page that is going is sent the ordinary way", async () => {
  const asked = answering(200, {});
  const many = Object.fromEntries(Array.from({ length: 2000 }, (_, place) => [`building:${place}`, "a".repeat(36)]));
  await save("/draft.json", "t", 1, { ...TOWN, members: many }, true);
  await save("/draft.json", "t", 1, TOWN, true);
  expect(asked.mock.calls.map(([, sent]) => (sent as RequestInit).keepalive)).toEqual([false, true]);
});

test("a copy is kept, read and forgotten; a full shelf says so", () => {
  const copy = { at: "2026-11-24T10:00:00Z", base: TOWN, mine: TOWN };
  const store = shelf();
  expect(keep(store, "d", copy)).toBe(true);
  expect(kept(store, "d")).toEqual(copy);
  forget(store, "d");
  expect(kept(store, "d")).toBeNull();
  expect(keep(shelf(10), "d", copy)).toBe(false);
});

test("members without a grid and grids without an outline are left out of the state", () => {
  const grids = [{ uuid: "one", code: "01", name: "一", shape: square(0) }, { uuid: "new", code: "02", name: "二", shape: null }];
  const members = MEMBERS.map((one) => ({ ...one, grid: one.key === "building:c" ? null : "one" }));
  const state = stateOf({ grids, members });
  expect(Object.keys(state.shapes)).toEqual(["one"]);
  expect(state.members).not.toHaveProperty("building:c");
});
