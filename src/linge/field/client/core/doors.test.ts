import { expect, it } from "vitest";

import { ageOn, citizen, groupedNumber, numberFault, typedDay } from "./citizen";
import { familyAnswer } from "./answers";
import { buildings, type Card, type Door, found, lacks, nextUp, standing, walked } from "./doors";
import { blank, changed, familyEdits, familyFaults, personFaults } from "./family";
import { isLocked } from "./keeping";
import { homes, queued, settled, unsentAt } from "./outbox";
import { visitFault } from "./visit";

const TODAY = new Date("2026-11-24T02:00:00Z");

function card(facts: Partial<Card> = {}): Card {
  return {
    uuid: "a", order: "1", address: "", building: "", unit: "", room: "", use: "own_use", use_words: "自住",
    collected: false, last_outcome: "", last_words: "", last_day: null, household: "", people: [], missing: [], ...facts,
  };
}

function door(uuid: string, address: string, facts: Partial<Card> = {}): Door {
  const building = /^.*号楼/.exec(address)?.[0] ?? "";
  const place = { uuid, order: uuid, address, building, unit: "2", room: address.slice(-4, -1) };
  return { ...place, card: card({ ...place, ...facts }) };
}

const DOORS = [
  door("b", "锦绣花园3号楼2单元501室"),
  door("a", "锦绣花园3号楼2单元502室", { collected: true, people: [{ name: "张桂兰" } as never] }),
  door("c", "锦绣花园13号楼2单元501室", { last_outcome: "nobody" }),
];

it("finds a door by its number, whole or in part, and by who lives there", () => {
  const meant = (words: string) => found(DOORS, words).map((each) => each.uuid);
  expect(meant("3-2-501")).toEqual(["b"]);
  expect(meant("3号楼2单元501")).toEqual(["b"]);
  expect(meant("501")).toEqual(["b", "c"]);
  expect(meant("锦绣花园13-2-50")).toEqual(["c"]);
  expect(meant("桂兰")).toEqual(["a"]);
  expect(meant("  ")).toEqual([]);
});

it("walks past doors in order, building by building", () => {
  expect(walked(DOORS).map((each) => each.uuid)).toEqual(["a", "b", "c"]);
  expect(buildings(DOORS).map(({ name, collected }) => [name, collected])).toEqual([
    ["锦绣花园3号楼", 1], ["锦绣花园13号楼", 0],
  ]);
  expect(nextUp([{ dwelling: "a" }, { dwelling: "b" }], new Set(["a"]))).toEqual([{ dwelling: "b" }]);
});

it("says how a door stands: what is unsent first, nothing where the phone may not read", () => {
  const [first, second, third] = DOORS as [Door, Door, Door];
  expect(standing(first, new Set(["b"])).text).toBe("已保存，待上传");
  expect(standing({ ...first, card: null }, new Set()).text).toBe("未知");
  expect([first, second, third].map((each) => standing(each, new Set()).text)).toEqual([
    "未采集", "已采集", "去过，未完成",
  ]);
  const missing = card({ missing: ["F1"], people: [{ name: "张桂兰", missing: ["P2"] } as never] });
  expect(lacks(missing).map(({ say, who }) => [say.text, who])).toEqual([["房屋用途", ""], ["户籍", "张桂兰"]]);
});

it("reads an ID number and never guesses a digit", () => {
  expect(citizen("990101 19850712 0026")).toEqual({ value: "990101198507120026", sex: "2", birth: "1985-07-12" });
  expect(citizen("99010119850712019x")?.sex).toBe("1");
  expect(numberFault("990101198507120027", TODAY)?.text).toContain("校验");
  expect(numberFault("990101202502300019", TODAY)?.text).toContain("出生日期");
  expect(numberFault("99010119850712002", TODAY)?.facts).toEqual({ n: 17 });
  expect(numberFault("", TODAY)).toBeNull();
  expect(groupedNumber("990101198507120026")).toBe("990101 19850712 0026");
  expect(typedDay("19850314")).toBe("1985-03-14");
  expect([ageOn("1985-11-24", TODAY), ageOn("1985-11-25", TODAY)]).toEqual([41, 40]);
});

it("asks a person for name and relation, and fills sex and birth from the number", () => {
  const person = changed(blank("u", true), { name: "张建国", number: "99010119850712019X" });
  expect([person.sex, person.birth, person.relation]).toEqual(["1", "1985-07-12", "02"]);
  expect(personFaults(person, TODAY)).toEqual({});
  expect(changed(person, { relation: "30" }).sex).toBe("1");
  expect(changed(blank("w", false), { relation: "52" }).sex).toBe("2");
  const bare = { ...blank("v", false), phone: "1208", hukou: "elsewhere", birth: "20991231" } as const;
  expect(Object.keys(personFaults(bare, TODAY)).sort()).toEqual(["birth", "hukouPlace", "name", "phone", "relation"]);
});

const HEAD = { ...blank("p1", true), name: "张建国", sex: "1", hukou: "here" } as const;
const WIFE = { ...blank("p2", false), name: "李桂花", relation: "10", hukou: "elsewhere", hukouPlace: "湖北黄冈", leftOn: "20260901" } as const;
const FAMILY = { uuid: "f", home: "h", since: "2026-09-01", people: [HEAD, WIFE] };

it("saves a family with exactly one head, none where one lives there already", () => {
  expect(familyFaults(FAMILY, false, TODAY)).toEqual({});
  expect(familyFaults(FAMILY, true, TODAY).people?.text).toContain("已有户主");
  expect(familyFaults({ ...FAMILY, people: [WIFE] }, false, TODAY).people?.text).toContain("做户主");
  expect(familyFaults({ ...FAMILY, people: [] }, false, TODAY).people?.text).toContain("先登记");
});

it("sends each person and then the household, each once, and nothing nobody told", () => {
  let serial = 0;
  const edits = familyEdits(FAMILY, () => `r${++serial}`);
  expect(edits.map(({ entity, uuid, request_id }) => [entity, uuid, request_id])).toEqual([
    ["resident", "p1", "r1"], ["resident", "p2", "r2"], ["household", "f", "r3"],
  ]);
  expect(edits[0]?.changes["number"]).toBeUndefined();
  expect(edits[0]?.changes["left"]).toEqual({ base: "", value: "no" });
  expect(edits[1]?.changes["left_street_on"]?.value).toBe("2026-09-01");
  expect(edits[2]?.changes["member:p2"]?.value).toBe("10");
});

it("keeps what was written at a door until the house has it, then forgets what it tells", () => {
  const sealed = { iv: new Uint8Array(12), data: new ArrayBuffer(1) };
  const draft = {
    request_id: "r", owner: "o", action: "family", subject: "h", seen_step: null,
    at: "2026-11-24T02:00:00Z", payload: {}, sealed, photos: [], title: "3-2-501",
  } as const;
  const box = queued([], draft);
  expect(homes(box, "o")).toEqual(new Set(["h"]));
  expect(unsentAt(box, "o", "h", "family")?.request_id).toBe("r");
  const refused = settled(box, familyAnswer("r", [{ request_id: "x", result: "refused", code: "c", message: "不对" } as never]), TODAY);
  expect([refused[0]?.standing, refused[0]?.message, refused[0]?.sealed]).toEqual(["refused", "不对", sealed]);
  const held = familyAnswer("r", [{ request_id: "x", result: "held" } as never]);
  expect(held.outcome).toBe("waiting");
  const sent = settled(box, familyAnswer("r", [{ request_id: "x", result: "conflict" } as never]), TODAY);
  expect([sent[0]?.standing, sent[0]?.sealed]).toEqual(["sent", null]);
  expect(homes(sent, "o").size).toBe(0);
});

it("locks people's data after 72 hours, also when the clock was set back", () => {
  expect(isLocked("2026-11-21T03:00:00Z", TODAY)).toBe(false);
  expect(isLocked("2026-11-21T01:00:00Z", TODAY)).toBe(true);
  expect(isLocked("2026-12-24T01:00:00Z", TODAY)).toBe(true);
  expect(isLocked(null, TODAY)).toBe(true);
});

it("asks for proof of an empty home and for nothing else", () => {
  const draft = { photos: 0, sources: ["赵敏", " "], words: "" };
  expect(visitFault({ ...draft, outcome: "vacant" })?.text).toContain("知情人");
  expect(visitFault({ ...draft, outcome: "vacant", sources: ["赵敏", "陈东"] })).toBeNull();
  expect(visitFault({ ...draft, outcome: "met" })).toBeNull();
});
