/** The chat: turns, choices, citations and the box to write in. */
import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from "react";
import type { Citation, Ticket } from "../api/talk";
import { useLanguage } from "../i18n/language";
import { Bubbles } from "./Bubbles";
import { useTalk } from "./useTalk";

interface Props {
  ticket: Ticket;
  onCite: (citation: Citation) => void;
  onRefused: () => void;
}

export function Chat({ ticket, onCite, onRefused }: Props) {
  const { t } = useLanguage();
  const { events, thinking, connection, say } = useTalk(ticket, onRefused);
  const end = useRef<HTMLDivElement>(null);
  // In braces: newer browsers return a promise here, which React would take for a clean-up function.
  useEffect(() => {
    end.current?.scrollIntoView({ block: "end" });
  }, [events, thinking]);

  return (
    <section className="talk">
      <div className="turns" aria-live="polite">
        <Bubbles events={events} onCite={onCite} onChoose={(value) => say(value, "button")} />
        {thinking && (
          <ol aria-label={t("thinking")}>
            <li className="thinking">
              <i />
              <i />
              <i />
            </li>
          </ol>
        )}
        <div ref={end} />
      </div>
      <div className="write">
        {connection === "lost" && <p className="problem">{t("offline")}</p>}
        <Writer onSend={(text) => say(text)} />
      </div>
    </section>
  );
}

function Writer({ onSend }: { onSend: (text: string) => void }) {
  const { t } = useLanguage();
  const [text, setText] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!text.trim()) return;
    onSend(text.trim());
    setText("");
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // While an input method composes (Telex, VNI) Enter belongs to it.
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) submit(event);
  };
  return (
    <form onSubmit={submit}>
      <label className="visually-hidden" htmlFor="message">
        {t("write")}
      </label>
      <textarea
        id="message"
        rows={1}
        maxLength={4000}
        placeholder={t("write")}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        autoFocus
      />
      <button className="solid" disabled={!text.trim()}>
        {t("send")}
      </button>
    </form>
  );
}
