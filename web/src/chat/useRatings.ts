/** What the person thinks of answers, as React state; shown at once, and as it was when the server did not take it. */
import { useCallback, useEffect, useState } from "react";
import { rate, ratings, type Ticket } from "../api/talk";

export type Ratings = ReadonlyMap<number, boolean>;

function changed(known: Ratings, number: number, good: boolean | undefined): Ratings {
  const next = new Map(known);
  if (good === undefined) next.delete(number);
  else next.set(number, good);
  return next;
}

export function useRatings(ticket: Ticket) {
  const [known, setKnown] = useState<Ratings>(new Map());

  useEffect(() => {
    let current = true;
    setKnown(new Map());
    ratings(ticket).then(
      (found) => current && setKnown(found),
      () => undefined, // whoever cannot see old ratings can still talk
    );
    return () => {
      current = false;
    };
  }, [ticket]);

  const onRate = useCallback(
    (number: number, good: boolean | undefined) => {
      const before = known.get(number);
      setKnown((all) => changed(all, number, good));
      rate(ticket, number, good).catch(() => setKnown((all) => changed(all, number, before)));
    },
    [ticket, known],
  );
  return { ratings: known, onRate };
}
