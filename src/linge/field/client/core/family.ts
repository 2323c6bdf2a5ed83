/** A family met at the door: what is told of each person, what is still missing, what is sent. */

import { citizen, isDay, numberFault, tidyNumber, typedDay } from "./citizen";
import type { Say } from "./say";

export type Hukou = "" | "here" | "elsewhere" | "pending";

/** One person as told at the door; everything is text, so that a half-typed form survives. */
export interface Told {
  /** Born here; the house keeps it. */
  readonly uuid: string;
  readonly name: string;
  readonly relation: string;
  readonly sex: "" | "1" | "2";
  readonly number: string;
  readonly birth: string;
  readonly phone: string;
  readonly hukou: Hukou;
  readonly hukouPlace: string;
  readonly leftOn: string;
}

export interface Family {
  /** The household's own uuid, born here. */
  readonly uuid: string;
  readonly home: string;
  readonly since: string;
  readonly people: readonly Told[];
}

/** Relations to the head (GB/T 4761) that doors are asked for; the desk knows the others. */
export const RELATIONS = [
  { code: "02", word: "户主" },
  { code: "10", word: "配偶" },
  { code: "20", word: "儿子" },
  { code: "30", word: "女儿" },
  { code: "51", word: "父亲" },
  { code: "52", word: "母亲" },
  { code: "40", word: "孙辈" },
  { code: "28", word: "女婿" },
  { code: "38", word: "儿媳" },
  { code: "97", word: "其他亲属" },
  { code: "99", word: "非亲属" },
] as const;
export const SEXES = [
  { code: "1", word: "男" },
  { code: "2", word: "女" },
] as const;
export const HUKOUS = [
  { code: "here", word: "本街道" },
  { code: "elsewhere", word: "外地" },
  { code: "pending", word: "待定" },
] as const;
const HEAD = "02";

export type Faults = Partial<Record<keyof Told | "people", Say>>;

/** Nobody yet; the first of a home without a family is its head. */
export function blank(uuid: string, first: boolean): Told {
  const relation = first ? HEAD : "";
  return {
    uuid, relation, name: "", sex: "", number: "", birth: "", phone: "", hukou: "", hukouPlace: "", leftOn: "",
  };
}

const SEX_OF: Readonly<Record<string, "1" | "2">> = { "20": "1", "28": "1", "51": "1", "30": "2", "38": "2", "52": "2" };

/** One person changed; a right ID number also tells sex and birth, a son or a mother the sex. */
export function changed(person: Told, change: Partial<Told>): Told {
  const next = { ...person, ...change };
  const read = citizen(next.number);
  if (read) return "number" in change ? { ...next, sex: read.sex, birth: read.birth } : next;
  return "relation" in change ? { ...next, sex: SEX_OF[next.relation] ?? next.sex } : next;
}

/** What is missing or wrong of one person. */
export function personFaults(person: Told, today: Date): Faults {
  const faults: Faults = {};
  const number = numberFault(person.number, today);
  if (person.name.trim() === "") faults.name = { text: "请填写姓名。" };
  if (person.relation === "") faults.relation = { text: "请选择与户主的关系。" };
  if (number) faults.number = number;
  if (person.birth !== "" && !isDay(typedDay(person.birth), today)) {
    faults.birth = { text: "出生日期写成 19850314 这样，不能晚于今天。" };
  }
  if (person.phone !== "" && !/^1[3-9]\d{9}$|^120\d{8}$|^0\d{9,11}$/.test(tidyPhone(person.phone))) {
    faults.phone = { text: "手机号应为11位，请核对。" };
  }
  if (person.hukou === "elsewhere" && person.hukouPlace.trim() === "") {
    faults.hukouPlace = { text: "请写明户口在哪里，如：湖北黄冈。" };
  }
  if (person.leftOn !== "" && !isDay(typedDay(person.leftOn), today)) {
    faults.leftOn = { text: "日期写成 20260901 这样，不能晚于今天。" };
  }
  return faults;
}

/** What keeps a family from being saved; `led` when a family with a head lives there already. */
export function familyFaults(family: Family, led: boolean, today: Date): Faults {
  if (family.people.length === 0) return { people: { text: "请先登记一位家庭成员。" } };
  const heads = family.people.filter((person) => person.relation === HEAD).length;
  if (heads > 1) return { people: { text: "一户只能有一位户主，请改其中一位的关系。" } };
  if (led && heads > 0) return { people: { text: "这一户已有户主，请改选与户主的关系。" } };
  if (!led && heads === 0) return { people: { text: "请选一位做户主。" } };
  const wrong = family.people.find((person) => Object.keys(personFaults(person, today)).length > 0);
  return wrong ? { people: { text: "{name}的资料还没填对，请点开核对。", facts: { name: wrong.name } } } : {};
}

/** A number as it is dialled. */
export function tidyPhone(raw: string): string {
  return raw.normalize("NFKC").replace(/[\s-]/g, "").replace(/^(\+|00)86/, "");
}

export interface Edit {
  readonly request_id: string;
  readonly entity: "resident" | "household";
  readonly uuid: string;
  readonly changes: Readonly<Record<string, { readonly base: string; readonly value: string }>>;
}

/** What is sent: each person, then what makes them one household. `born` gives request ids. */
export function familyEdits(family: Family, born: () => string): Edit[] {
  const people = family.people.map((person) => ({
    request_id: born(),
    entity: "resident" as const,
    uuid: person.uuid,
    changes: told(factsOf(person, family)),
  }));
  const members = family.people.map((person) => [`member:${person.uuid}`, person.relation] as const);
  const place = { dwelling: family.home, since: family.since, ...Object.fromEntries(members) };
  return [...people, { request_id: born(), entity: "household", uuid: family.uuid, changes: told(place) }];
}

function factsOf(person: Told, family: Family): Record<string, string> {
  const elsewhere = person.hukou === "elsewhere";
  const left = elsewhere && person.leftOn !== "" ? "yes" : person.hukou === "here" ? "no" : "";
  return {
    dwelling: family.home,
    since: family.since,
    name: person.name.trim(),
    sex: person.sex,
    birth_date: typedDay(person.birth),
    number: tidyNumber(person.number),
    phone: tidyPhone(person.phone),
    hukou_state: person.hukou,
    no_code_reason: elsewhere ? person.hukouPlace.trim() : "",
    left,
    left_street_on: left === "yes" ? typedDay(person.leftOn) : "",
  };
}

/** Facts as the house takes them; what nobody told is not sent. */
function told(facts: Record<string, string>): Edit["changes"] {
  const known = Object.entries(facts).filter(([, value]) => value !== "");
  return Object.fromEntries(known.map(([name, value]) => [name, { base: "", value }]));
}
