/** The own grid on this phone: fetched door by door, sealed, read again without network. */

import { computed, ref, shallowRef, watch } from "vue";

import { buildings, type Card, type Door, type Place, walked } from "../core/doors";
import { isLocked } from "../core/keeping";
import { Fault, read, type Schemas, signIn, Unreachable } from "./http";
import { online } from "./net";
import { owner } from "./session";
import { askConflicts } from "./conflicts";
import { settledCount } from "./outbox";
import { alone, type DoorRow, keep, keptValue, store } from "./store";
import { seal, throwAway, unseal } from "./vault";

const AGAIN = 5 * 60_000;
type Next = Schemas["NextDoorOut"];

export const doors = shallowRef<Door[]>([]);
export const nextDoors = shallowRef<Next[]>([]);
/** No word from the house for 72 hours: people's data is gone from here until there is one. */
export const locked = ref(false);
export const fetching = ref(false);
/** Whether the phone has looked into its store yet. */
export const ready = ref(false);
export const byBuilding = computed(() => buildings(doors.value));

/** Open what is kept, then ask the house; again every five minutes and when there is network. */
export async function openDoors(): Promise<void> {
  await show();
  addEventListener("online", () => void fetchDoors());
  watch(settledCount, () => void fetchDoors());
  setInterval(() => void fetchDoors(), AGAIN);
  await fetchDoors();
}

/** A door by its uuid. */
export function doorOf(uuid: string): Door | null {
  return doors.value.find((door) => door.uuid === uuid) ?? null;
}

let askedMeanwhile = false;

/** Ask the house what changed; once more when something was sent while it was being asked. */
export async function fetchDoors(): Promise<void> {
  if (fetching.value) askedMeanwhile = true;
  if (owner.value === "" || fetching.value || !navigator.onLine) return;
  fetching.value = true;
  try {
    do {
      askedMeanwhile = false;
      await fetchAll();
    } while (askedMeanwhile);
  } finally {
    fetching.value = false;
  }
}

/** Every grid that is the owner's today; all others are forgotten. */
async function fetchAll(): Promise<void> {
  try {
    await alone("doors", async () => {
      const grids = (await read<Schemas["TodayOut"]>("/today")).grids.map((grid) => grid.uuid);
      await forgetOthers(grids);
      for (const grid of grids) await fetchGrid(grid);
      await keep(named("contact"), new Date().toISOString());
    });
    await askConflicts();
    online.value = true;
  } catch (why) {
    if (why instanceof Unreachable) online.value = false;
    else if (why instanceof Fault && why.status === 401) signIn();
    else if (!(why instanceof Fault)) throw why;
  } finally {
    await show();
  }
}

async function fetchGrid(grid: string): Promise<void> {
  for (let more = true; more; ) {
    const since = (await keptValue<string>(named("cursor", grid))) ?? "";
    const told = await read<Schemas["ChangesOut"]>(`/sync/changes?scope=${grid}&since=${since}`);
    await take(grid, told);
    more = told.more;
  }
  const next = await read<Next[]>(`/next-doors?grid=${grid}`);
  await keep(named("next", grid), await seal("rows", owner.value, next));
}

/** Rows and bookmark go into the store together, or neither does. */
async function take(grid: string, told: Schemas["ChangesOut"]): Promise<void> {
  const rows = await Promise.all(told.rows.map((card) => rowOf(grid, card)));
  await store.transaction("rw", store.doors, store.kept, async () => {
    if (told.whole) await store.doors.where({ owner: owner.value, grid }).delete();
    await store.doors.bulkPut(rows);
    const gone = told.closed.map((each) => each.uuid);
    await store.doors.where({ owner: owner.value, grid }).filter((row) => gone.includes(row.uuid)).delete();
    await keep(named("cursor", grid), told.cursor);
  });
}

async function rowOf(grid: string, card: Card): Promise<DoorRow> {
  const { uuid, order, address, building, unit, room } = card;
  const sealed = await seal("rows", owner.value, card);
  return { uuid, order, address, building, unit, room, grid, owner: owner.value, sealed };
}

/** A grid that is no longer the owner's leaves the phone, with its bookmark. */
async function forgetOthers(grids: readonly string[]): Promise<void> {
  const held = await store.doors.where({ owner: owner.value }).toArray();
  for (const grid of new Set(held.map((row) => row.grid))) if (!grids.includes(grid)) await forget(grid);
}

async function forget(grid: string): Promise<void> {
  await store.doors.where({ owner: owner.value, grid }).delete();
  await store.kept.bulkDelete([named("cursor", grid), named("next", grid)]);
}

/** Show what is kept; after 72 hours only where doors are, and the rest is thrown away. */
async function show(): Promise<void> {
  if (owner.value === "") return;
  const rows = await store.doors.where({ owner: owner.value }).toArray();
  locked.value = rows.length > 0 && isLocked(await keptValue<string>(named("contact")), new Date());
  if (locked.value) await lock(rows);
  doors.value = walked(await Promise.all(rows.map(opened)));
  nextDoors.value = locked.value ? [] : await keptNext(rows);
  ready.value = true;
}

async function lock(rows: readonly DoorRow[]): Promise<void> {
  await throwAway("rows", owner.value);
  await store.kept.bulkDelete([...new Set(rows.map((row) => named("cursor", row.grid)))]);
}

async function opened({ sealed, ...row }: DoorRow): Promise<Door> {
  const place: Place = row;
  return { ...place, card: locked.value ? null : await unseal<Card>("rows", owner.value, sealed) };
}

async function keptNext(rows: readonly DoorRow[]): Promise<Next[]> {
  const grids = [...new Set(rows.map((row) => row.grid))];
  const lists = await Promise.all(grids.map(async (grid) => {
    const kept = await keptValue<DoorRow["sealed"]>(named("next", grid));
    return kept ? ((await unseal<Next[]>("rows", owner.value, kept)) ?? []) : [];
  }));
  return lists.flat();
}

function named(what: string, grid = ""): string {
  return `${what}:${owner.value}:${grid}`;
}
