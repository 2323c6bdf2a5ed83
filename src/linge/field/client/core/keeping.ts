/** For how long what was read of people may be read again on this phone (trust.md §5.5). */

const READABLE = 72 * 3600 * 1000;

/** Whether people's data has to be locked: no word from the house for 72 hours, or none ever. */
export function isLocked(contact: string | null, now: Date): boolean {
  if (contact === null) return true;
  const age = now.getTime() - Date.parse(contact);
  // A clock set back must not open what time has locked.
  return age > READABLE || age < -READABLE;
}
