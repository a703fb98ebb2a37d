/** The chat: what was said, answers with their choices and citations, and the box to write in. */
import { useEffect, useRef, useState } from "react";
import type { Assistant, Citation, Ticket } from "../api/talk";
import { useLanguage } from "../i18n/language";
import { Problem } from "../ui/Problem";
import { Bubbles, type Previews } from "./Bubbles";
import { answering, standing } from "./history";
import { PhotoTray } from "./PhotoTray";
import { usePhoto } from "./usePhoto";
import { useRatings } from "./useRatings";
import { useTalk } from "./useTalk";
import { Writer } from "./Writer";

interface Props {
  assistant: Assistant;
  ticket: Ticket;
  cited: Citation | undefined;
  onCite: (citation: Citation) => void;
  onRefused: () => void;
}

export function Chat({ assistant, ticket, cited, onCite, onRefused }: Props) {
  const { t } = useLanguage();
  const [draft, setDraft] = useState("");
  const box = useRef<HTMLTextAreaElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const { events, waiting, connection, trouble, say } = useTalk(ticket, {
    onRefused,
    onRejected: ({ text }) => setDraft((written) => written || text),
  });
  const { ratings, onRate } = useRatings(ticket);
  const photo = usePhoto(ticket);
  const [previews, setPreviews] = useState<Previews>(new Map());
  const held = standing(events);
  const thinking = connection === "open" && waiting.length === 0 && answering(held);

  // In braces: newer browsers return a promise here, which React would take for a clean-up function.
  useEffect(() => {
    end.current?.scrollIntoView({ block: "end" });
  }, [events, waiting, thinking]);

  const send = async (text: string) => {
    if (photo.chosen) {
      const sent = await photo.send();
      if (!sent) return;
      if (sent.preview) setPreviews((known) => new Map(known).set(sent.id, sent.preview!));
      say(text, "text", [sent.id]);
    } else say(text);
    setDraft("");
  };
  const choose = (value: string) => {
    say(value, "button");
    box.current?.focus(); // the button that had the focus goes away
  };

  return (
    <section className="talk" aria-label={t("conversation")}>
      <div className="turns" role="log" tabIndex={0} aria-label={t("conversation")}>
        <header className="intro">
          <h1>{assistant.name}</h1>
          <p>{assistant.description}</p>
        </header>
        <Bubbles
          events={held}
          waiting={waiting}
          cited={cited}
          onCite={onCite}
          onChoose={choose}
          ratings={ratings}
          onRate={onRate}
          previews={previews}
        />
        {thinking && (
          <p className="thinking" role="status" aria-label={t("thinking")}>
            <i />
            <i />
            <i />
          </p>
        )}
        <div className="end" ref={end} />
      </div>
      <div className="write">
        {connection === "lost" && <Problem what="offline" />}
        {trouble && <Problem what={trouble} />}
        {photo.trouble && <Problem what={photo.trouble} />}
        {photo.chosen && <PhotoTray photo={photo.chosen} progress={photo.progress} onDiscard={photo.discard} />}
        <Writer
          text={draft}
          onWrite={setDraft}
          onSend={(text) => void send(text)}
          onPhoto={(file) => {
            photo.choose(file);
            box.current?.focus(); // Enter sends it
          }}
          wanted={held.findLast(({ piece }) => piece)?.piece?.wants_photo ?? false}
          ready={photo.chosen !== undefined}
          busy={photo.progress !== undefined}
          box={box}
        />
      </div>
    </section>
  );
}
