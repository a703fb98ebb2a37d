/** The queue as React state: what is asked now, and what somebody says of it. */
import { useCallback, useEffect, useState } from "react";
import { problemOf } from "../api/refusal";
import { WrongKey } from "../api/keyed";
import { confirm, correct, crop, next, skip, type Next } from "../api/reviews";
import type { Trouble } from "../ui/Problem";

export function useQueue(key: string, onWrongKey: () => void) {
  const [asked, setAsked] = useState<Next>();
  const [picture, setPicture] = useState<string>();
  const [settled, setSettled] = useState(0);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();

  const doing = useCallback(
    async (work: () => Promise<void>) => {
      setBusy(true);
      setTrouble(undefined);
      try {
        await work();
      } catch (error) {
        if (error instanceof WrongKey) onWrongKey();
        else setTrouble(problemOf(error));
      } finally {
        setBusy(false);
      }
    },
    [onWrongKey],
  );
  const advance = useCallback(async (after?: string) => setAsked(await next(key, after)), [key]);
  const load = useCallback(() => void doing(() => advance()), [doing, advance]);
  useEffect(load, [load]);

  const item = asked?.item;
  useEffect(() => {
    setPicture(undefined);
    if (!item?.has_crop) return;
    let current = true;
    void crop(key, item.id).then((found) => current && setPicture(found));
    return () => void (current = false);
  }, [key, item]);

  const settle = (work: (id: string) => Promise<void>, counts: boolean) => {
    if (!item || busy) return;
    void doing(async () => {
      await work(item.id);
      if (counts) setSettled((known) => known + 1);
      await advance(item.id);
    });
  };
  return {
    asked,
    picture,
    settled,
    busy,
    trouble,
    reload: load,
    onConfirm: () => settle((id) => confirm(key, id), true),
    onCorrect: (value: string) => settle((id) => correct(key, id, value), true),
    onSkip: () => settle((id) => skip(key, id), false),
  };
}
