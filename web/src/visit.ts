/** Whom this browser talks to, and in which conversation; both are found again after a reload. */
import { useCallback, useEffect, useRef, useState } from "react";
import { problemOf } from "./api/refusal";
import { assistants, open, type Assistant, type Ticket } from "./api/talk";
import { forget, keep, kept } from "./ui/kept";
import type { Trouble } from "./ui/Problem";

const ASSISTANT = "giong.assistant";
const ticketName = (assistant: string) => `giong.ticket.${assistant}`;

function keptTicket(assistant: string): Ticket | undefined {
  try {
    return JSON.parse(kept(ticketName(assistant)) ?? "") as Ticket;
  } catch {
    return undefined;
  }
}

/** The assistants there are and the one that is chosen: by the address (`#name`), else by the last visit. */
export function useAssistants() {
  const [known, setKnown] = useState<Assistant[]>();
  const [chosen, setChosen] = useState<Assistant>();
  const [trouble, setTrouble] = useState<Trouble>();

  const load = useCallback(() => {
    setTrouble(undefined);
    assistants()
      .then((found) => {
        const wanted = decodeURIComponent(location.hash.slice(1)) || kept(ASSISTANT);
        setKnown(found);
        setChosen(found.find(({ id }) => id === wanted) ?? found[0]);
      })
      .catch((error: unknown) => setTrouble(problemOf(error)));
  }, []);
  useEffect(load, [load]);
  useEffect(() => {
    if (!chosen) return;
    keep(ASSISTANT, chosen.id);
    document.title = `${chosen.name} · Gióng`;
  }, [chosen]);

  const choose = (id: string) => {
    history.replaceState(null, "", `#${encodeURIComponent(id)}`);
    setChosen(known?.find((one) => one.id === id));
  };
  return { known, chosen, choose, trouble, retry: load };
}

/** The conversation that this browser already has with the assistant, or a new one. */
export function useTicket(assistant: string | undefined) {
  const [ticket, setTicket] = useState<Ticket>();
  const [trouble, setTrouble] = useState<Trouble>();
  const [attempt, setAttempt] = useState(0);
  const opened = useRef<Ticket>(undefined);

  useEffect(() => {
    if (!assistant) return;
    let wanted = true;
    const known = keptTicket(assistant);
    setTrouble(undefined);
    setTicket(known);
    if (!known)
      open(assistant)
        .then((fresh) => {
          keep(ticketName(assistant), JSON.stringify(fresh));
          opened.current = fresh;
          if (wanted) setTicket(fresh);
        })
        .catch((error: unknown) => wanted && setTrouble(problemOf(error)));
    return () => void (wanted = false);
  }, [assistant, attempt]);

  const retry = () => setAttempt(attempt + 1);
  const startAnew = () => {
    if (assistant) forget(ticketName(assistant));
    retry();
  };
  /** A ticket of an earlier visit may have ended; that a new one is refused would happen again and again. */
  const refused = () => (ticket === opened.current ? setTrouble("failed") : startAnew());
  return { ticket, trouble, retry, startAnew, refused };
}
