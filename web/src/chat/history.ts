/** What a conversation's events mean for the page. Pure functions; nothing is drawn here. */
import type { Event } from "../api/talk";

/** The events that still hold: `again` voids the pieces of the answer that is made anew. */
export function standing(events: readonly Event[]): Event[] {
  const held: Event[] = [];
  for (const event of events) {
    const { kind, answers } = event;
    if (kind !== "again") held.push(event);
    else if (answers != null)
      for (let at = held.length - 1; at >= 0 && held[at]!.number > answers; at--)
        if (held[at]!.kind === "piece") held.splice(at, 1);
  }
  return held;
}

/** Whether the turn that ended with event `index` answered something: the greeting and a call after silence did not. */
export function answered(events: readonly Event[], index: number): boolean {
  const before = events.slice(0, index).findLast(({ kind }) => kind !== "piece");
  return before?.kind === "said";
}

/** Whether an answer is on its way: to the newest message, or the greeting. */
export function answering(events: readonly Event[]): boolean {
  const newest = events.findLast(({ kind }) => kind === "said" || kind === "turn" || kind === "failed");
  return newest === undefined || newest.kind === "said";
}
