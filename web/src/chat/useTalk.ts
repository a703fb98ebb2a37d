/** One conversation as React state. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { Event, Ticket } from "../api/talk";
import { Stream, type Connection } from "./stream";

export function useTalk(ticket: Ticket, onRefused: () => void) {
  const [events, setEvents] = useState<Event[]>([]);
  const [thinking, setThinking] = useState(false);
  const [connection, setConnection] = useState<Connection>("open");
  const stream = useRef<Stream>(undefined);
  const refused = useRef(onRefused);
  refused.current = onRefused;

  useEffect(() => {
    setEvents([]);
    const opened = new Stream(ticket, {
      event: (event) => setEvents((known) => [...known, event]),
      thinking: setThinking,
      connection: (state) => (state === "refused" ? refused.current() : setConnection(state)),
    });
    stream.current = opened;
    return () => opened.close();
  }, [ticket]);

  const say = useCallback((text: string, via: "text" | "button" = "text") => stream.current?.say(text, via), []);
  return { events, thinking, connection, say };
}
