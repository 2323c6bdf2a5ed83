/** The outbox (待上传): what was done on this phone and has not reached the house yet.
 *
 * Plain values in, plain values out; storage, network and camera sit in `shell/`. An entry leaves
 * only after the house has answered `done`, `replayed` or `late` for it.
 */

export type Standing = "waiting" | "refused" | "sent" | "late" | "dropped";
export type Action = "report" | "verify" | "send_back" | "confirm" | "visit" | "family";

/** Something of people, readable only with a key that never leaves this browser. */
export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly data: ArrayBuffer;
}

export interface Photo {
  /** Where the picture lies on this phone. */
  readonly key: string;
  readonly size: number;
  /** Its name in the house, once it has been uploaded. */
  readonly uuid: string | null;
}

export interface Entry {
  /** Born here, so that sending twice is harmless. */
  readonly request_id: string;
  /** Whose entry it is; a phone may be shared. */
  readonly owner: string;
  /** The order in which things were done on this phone. */
  readonly place: number;
  readonly action: Action;
  /** The number of the case or the uuid of the home it is about; a report has none yet. */
  readonly subject: string | null;
  readonly seen_step: number | null;
  readonly at: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** What a visit or a family tells of people; gone once the house has it. */
  readonly sealed?: Sealed | null;
  readonly photos: readonly Photo[];
  /** A few words to know it by in the list. */
  readonly title: string;
  /** The outcome of a visit. */
  readonly detail?: string;
  readonly standing: Standing;
  readonly message: string;
  readonly tries: number;
  readonly settled_at: string | null;
}

export type Draft = Omit<Entry, "place" | "standing" | "message" | "tries" | "settled_at">;

export interface Answer {
  readonly request_id: string;
  readonly outcome: "done" | "replayed" | "refused" | "late" | "waiting";
  readonly message: string;
  readonly number: string | null;
}

const DAY = 24 * 3600 * 1000;
/** How long an entry stays in the list after it needs nothing more, in days. */
const KEPT: Record<Standing, number> = {
  waiting: Infinity,
  refused: Infinity,
  sent: 1,
  late: 30,
  dropped: 30,
};

/** The outbox with one more entry at its end; the same entry twice is one. */
export function queued(outbox: readonly Entry[], draft: Draft): Entry[] {
  if (outbox.some((entry) => entry.request_id === draft.request_id)) return [...outbox];
  const place = Math.max(0, ...outbox.map((entry) => entry.place)) + 1;
  const fresh = { place, standing: "waiting", message: "", tries: 0, settled_at: null } as const;
  return [...outbox, { ...draft, ...fresh }];
}

/** The outbox after the house has answered for one entry. */
export function settled(outbox: readonly Entry[], answer: Answer, now: Date): Entry[] {
  return changed(outbox, answer.request_id, (entry) => ({
    ...entry,
    ...STANDS[answer.outcome],
    subject: answer.number ?? entry.subject,
    message: answer.message,
    sealed: STANDS[answer.outcome].standing === "sent" ? null : (entry.sealed ?? null),
    tries: entry.tries + 1,
    settled_at: answer.outcome === "waiting" ? null : now.toISOString(),
  }));
}

const STANDS: Record<Answer["outcome"], Pick<Entry, "standing">> = {
  done: { standing: "sent" },
  replayed: { standing: "sent" },
  late: { standing: "late" },
  refused: { standing: "refused" },
  waiting: { standing: "waiting" },
};

/** The outbox after one photo of an entry has reached the house. */
export function uploaded(
  outbox: readonly Entry[],
  request_id: string,
  key: string,
  uuid: string,
): Entry[] {
  return changed(outbox, request_id, (entry) => ({
    ...entry,
    photos: entry.photos.map((photo) => (photo.key === key ? { ...photo, uuid } : photo)),
  }));
}

/** The outbox with a refused entry waiting again. */
export function retried(outbox: readonly Entry[], request_id: string): Entry[] {
  return changed(outbox, request_id, (entry) =>
    entry.standing === "refused"
      ? { ...entry, standing: "waiting", message: "", settled_at: null }
      : entry,
  );
}

/** The outbox without an entry that its owner gave up; nothing goes without a reason in words. */
export function dropped(
  outbox: readonly Entry[],
  request_id: string,
  reason: string,
  now: Date,
): Entry[] {
  if (!reason.trim()) return [...outbox];
  return changed(outbox, request_id, (entry) =>
    entry.standing === "sent"
      ? entry
      : { ...entry, standing: "dropped", message: reason.trim(), settled_at: now.toISOString() },
  );
}

/** What still has to reach the house, in the order it was done. */
export function waiting(outbox: readonly Entry[], owner: string): Entry[] {
  return inOrder(outbox.filter((entry) => entry.owner === owner && entry.standing === "waiting"));
}

/** What the owner has to look at: refused with a sentence. */
export function refused(outbox: readonly Entry[], owner: string): Entry[] {
  return inOrder(outbox.filter((entry) => entry.owner === owner && entry.standing === "refused"));
}

/** What the list 待上传 shows: unsettled first, then the latest settled. */
export function listed(outbox: readonly Entry[], owner: string): Entry[] {
  const own = outbox.filter((entry) => entry.owner === owner && entry.standing !== "dropped");
  const open = inOrder(own.filter(isUnsent));
  const rest = own.filter((entry) => !isUnsent(entry));
  rest.sort((a, b) => (b.settled_at ?? "").localeCompare(a.settled_at ?? ""));
  return [...open, ...rest];
}

/** Whether an entry has not reached the house. */
export function isUnsent(entry: Entry): boolean {
  return entry.standing === "waiting" || entry.standing === "refused";
}

/** The entry about a case that is still on its way, so that nobody does it twice. */
export function underway(outbox: readonly Entry[], owner: string, number: string): Entry | null {
  return waiting(outbox, owner).find((entry) => entry.subject === number) ?? null;
}

/** The entry of one kind about a home that has not reached the house. */
export function unsentAt(
  outbox: readonly Entry[],
  owner: string,
  home: string,
  action: Action,
): Entry | null {
  const own = outbox.filter((entry) => entry.owner === owner && isUnsent(entry));
  return own.find((entry) => entry.subject === home && entry.action === action) ?? null;
}

/** The homes something unsent is about. */
export function homes(outbox: readonly Entry[], owner: string): Set<string> {
  const own = outbox.filter((entry) => entry.owner === owner && isUnsent(entry));
  return new Set(own.filter(isOfDoor).flatMap((entry) => entry.subject ?? []));
}

/** Whether an entry was written at a door. */
export function isOfDoor(entry: Entry): boolean {
  return entry.action === "visit" || entry.action === "family";
}

/** Entries whose time in the list is over, with the photos they leave behind. */
export function expired(outbox: readonly Entry[], now: Date): Entry[] {
  return outbox.filter((entry) => {
    if (entry.settled_at === null) return false;
    return now.getTime() - Date.parse(entry.settled_at) > KEPT[entry.standing] * DAY;
  });
}

/** The entry as the house reads it, photos by their name there; null while one is missing. */
export function asSent(entry: Entry): Record<string, unknown> | null {
  const photos = entry.photos.map((photo) => photo.uuid);
  if (photos.includes(null)) return null;
  const { request_id, action, subject, seen_step, at } = entry;
  const payload = photos.length > 0 ? { ...entry.payload, photos } : { ...entry.payload };
  return { request_id, action, subject, seen_step, at, payload };
}

function changed(
  outbox: readonly Entry[],
  request_id: string,
  change: (entry: Entry) => Entry,
): Entry[] {
  return outbox.map((entry) => (entry.request_id === request_id ? change(entry) : entry));
}

function inOrder(entries: Entry[]): Entry[] {
  return entries.sort((a, b) => a.place - b.place);
}
