import { describe, expect, it } from "vitest";

import * as outbox from "./outbox";

const NOON = new Date("2026-11-24T04:00:00Z");
const draft = (request_id: string, more: Partial<outbox.Draft> = {}): outbox.Draft => ({
  request_id,
  owner: "王芳",
  action: "verify",
  subject: "0001",
  seen_step: 6,
  at: NOON.toISOString(),
  payload: { outcome: "pass" },
  photos: [],
  title: "路灯不亮",
  ...more,
});
const photo = { key: "p1", size: 1000, uuid: null };
const answer = (request_id: string, outcome: outbox.Answer["outcome"]): outbox.Answer => ({
  request_id,
  outcome,
  message: "",
  number: "0009",
});
const after = (days: number) => new Date(NOON.getTime() + days * 24 * 3600 * 1000 + 1);

describe("queueing", () => {
  it("takes the same entry once, however often it is given", () => {
    const once = outbox.queued([], draft("a"));
    expect(outbox.queued(once, draft("a"))).toEqual(once);
  });

  it("keeps the order in which things were done", () => {
    const all = outbox.queued(outbox.queued([], draft("b")), draft("a"));
    expect(outbox.waiting([...all].reverse(), "王芳").map((each) => each.request_id)).toEqual(["b", "a"]);
  });

  it("sends nobody else's entries", () => {
    expect(outbox.waiting(outbox.queued([], draft("a")), "赵磊")).toEqual([]);
  });
});

describe("settling", () => {
  const one = outbox.queued([], draft("a", { subject: null, action: "report" }));

  it.each(["done", "replayed", "late"] as const)("lets an entry go that was %s", (outcome) => {
    const all = outbox.settled(one, answer("a", outcome), NOON);
    expect(outbox.waiting(all, "王芳")).toEqual([]);
    expect(outbox.refused(all, "王芳")).toEqual([]);
    expect(all[0]?.subject).toBe("0009");
  });

  it("keeps a refused entry until it is tried again", () => {
    const all = outbox.settled(one, answer("a", "refused"), NOON);
    expect(outbox.refused(all, "王芳")).toHaveLength(1);
    expect(outbox.expired(all, after(365))).toEqual([]);
    expect(outbox.waiting(outbox.retried(all, "a"), "王芳")).toHaveLength(1);
  });

  it("forgets a sent entry after a day, with its photos", () => {
    const all = outbox.settled(one, answer("a", "done"), NOON);
    expect(outbox.expired(all, NOON)).toEqual([]);
    expect(outbox.expired(all, after(1))).toHaveLength(1);
  });

  it("gives nothing up without a reason", () => {
    expect(outbox.dropped(one, "a", "  ", NOON)).toEqual(one);
    expect(outbox.dropped(one, "a", "重复上报", NOON)[0]?.standing).toBe("dropped");
  });
});

describe("sending", () => {
  const one = outbox.queued([], draft("a", { photos: [photo] }));

  it("waits until every photo has its name in the house", () => {
    expect(outbox.asSent(one[0] as outbox.Entry)).toBeNull();
    const [ready] = outbox.uploaded(one, "a", "p1", "f-1");
    expect(outbox.asSent(ready as outbox.Entry)).toMatchObject({
      request_id: "a",
      seen_step: 6,
      payload: { outcome: "pass", photos: ["f-1"] },
    });
  });

  it("knows that a case is on its way", () => {
    expect(outbox.underway(one, "王芳", "0001")?.request_id).toBe("a");
    expect(outbox.underway(one, "王芳", "0002")).toBeNull();
  });
});
