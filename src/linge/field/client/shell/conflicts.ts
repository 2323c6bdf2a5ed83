/** Two values of one fact, ours and the record's: what waits for the worker to choose. */

import { ref } from "vue";

import { Fault, read, type Schemas, Unreachable, write } from "./http";

export type Conflict = Schemas["ConflictOut"];
export const conflicts = ref<Conflict[]>([]);

/** Ask the house what waits; without network what was known stays. */
export async function askConflicts(): Promise<void> {
  try {
    conflicts.value = await read<Conflict[]>("/sync/conflicts");
  } catch (why) {
    if (!(why instanceof Unreachable || why instanceof Fault)) throw why;
  }
}

/** Settle one: the phone's value, the record's, or a third. The house's sentence when it says no. */
export async function settleConflict(uuid: string, choice: "mine" | "keep" | "new", value = ""): Promise<string> {
  try {
    await write<Schemas["SettledOut"]>(`/sync/conflicts/${uuid}`, { choice, value });
    await askConflicts();
    return "";
  } catch (why) {
    if (why instanceof Fault) return why.message;
    throw why;
  }
}
