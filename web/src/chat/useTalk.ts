/** One conversation as React state. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { Event, Ticket } from "../api/talk";
import type { Trouble } from "../ui/Problem";
import { Stream, type Connection, type Message } from "./stream";

interface Ears {
  onRefused: () => void;
  /** A message that was not taken comes back, so that its words are not lost. */
  onRejected: (message: Message) => void;
}

export function useTalk(ticket: Ticket, ears: Ears) {
  const [events, setEvents] = useState<Event[]>([]);
  const [waiting, setWaiting] = useState<readonly Message[]>([]);
  const [connection, setConnection] = useState<Connection>("open");
  const [trouble, setTrouble] = useState<Trouble>();
  const stream = useRef<Stream>(undefined);
  const heard = useRef(ears);
  heard.current = ears;

  useEffect(() => {
    setEvents([]);
    setTrouble(undefined);
    const opened = new Stream(ticket, {
      event: (event) => setEvents((known) => [...known, event]),
      waiting: setWaiting,
      connection: setConnection,
      rejected: (sentence, message) => {
        setTrouble(sentence ?? "failed");
        if (message) heard.current.onRejected(message);
      },
      refused: () => heard.current.onRefused(),
    });
    stream.current = opened;
    return () => opened.close();
  }, [ticket]);

  const say = useCallback((text: string, via: Message["via"] = "text", photos: readonly string[] = []) => {
    setTrouble(undefined);
    stream.current?.say(text, via, photos);
  }, []);
  return { events, waiting, connection, trouble, say };
}
