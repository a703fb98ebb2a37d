/** A photo that is chosen, seen, and on its way, as React state. */
import { useCallback, useState } from "react";
import { sendPhoto } from "../api/photos";
import { problemOf } from "../api/refusal";
import type { Ticket } from "../api/talk";
import { MOST_BYTES, prepare, type Prepared } from "../photo/prepare";
import type { Trouble } from "../ui/Problem";

export function usePhoto(ticket: Ticket) {
  const [chosen, setChosen] = useState<Prepared>();
  const [progress, setProgress] = useState<number>();
  const [trouble, setTrouble] = useState<Trouble>();

  const choose = useCallback((file: File) => {
    setTrouble(undefined);
    prepare(file)
      .then((photo) => (photo.data.size > MOST_BYTES ? setTrouble("photoTooLarge") : setChosen(photo)))
      .catch(() => setTrouble("photoUnreadable"));
  }, []);
  const discard = useCallback(() => {
    setChosen(undefined);
    setTrouble(undefined);
  }, []);

  /** The reference and the preview; nothing where it could not be sent, and then it is still chosen. */
  const send = useCallback(async (): Promise<{ id: string; preview: string | undefined } | undefined> => {
    if (!chosen) return undefined;
    setTrouble(undefined);
    setProgress(0);
    try {
      const id = await sendPhoto(ticket, chosen.data, chosen.name, setProgress);
      setChosen(undefined);
      return { id, preview: chosen.preview };
    } catch (error) {
      setTrouble(problemOf(error));
      return undefined;
    } finally {
      setProgress(undefined);
    }
  }, [ticket, chosen]);
  return { chosen, progress, trouble, choose, discard, send };
}
