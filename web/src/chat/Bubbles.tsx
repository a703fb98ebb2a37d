/** A conversation's events as bubbles. Only the newest choices can still be pressed. */
import type { Citation, Event } from "../api/talk";
import { useLanguage } from "../i18n/language";

interface Props {
  events: Event[];
  onCite?: (citation: Citation) => void;
  onChoose?: (value: string) => void;
}

export function Bubbles({ events, onCite, onChoose }: Props) {
  const lastSaid = events.findLastIndex((event) => event.kind === "said");
  return (
    <ol>
      {events.map((event, index) => (
        <Bubble
          key={event.number}
          event={event}
          onCite={onCite}
          onChoose={index > lastSaid ? onChoose : undefined}
        />
      ))}
    </ol>
  );
}

interface BubbleProps {
  event: Event;
  onCite: Props["onCite"];
  onChoose: Props["onChoose"];
}

function Bubble({ event, onCite, onChoose }: BubbleProps) {
  const { t } = useLanguage();
  if (event.kind === "said" && event.said?.text) return <li className="bubble said">{event.said.text}</li>;
  if (event.kind === "piece" && event.piece) {
    const { text, citations, choices } = event.piece;
    return (
      <li className="bubble answer">
        {text}
        {onCite && citations.length > 0 && (
          <div className="chips">
            {citations.map((citation) => (
              <button key={`${citation.source_id}:${citation.start}`} className="chip" onClick={() => onCite(citation)}>
                {t("source")}: {citation.source_title}
                {citation.page != null && ` · ${t("page", { n: citation.page })}`}
              </button>
            ))}
          </div>
        )}
        {onChoose && choices.length > 0 && (
          <div className="chips">
            {choices.map((choice) => (
              <button key={choice.value} className="chip choice" onClick={() => onChoose(choice.value)}>
                {choice.title}
              </button>
            ))}
          </div>
        )}
      </li>
    );
  }
  if (event.kind === "turn" && event.turn?.act === "hand_over") return <li className="note">{t("handedOver")}</li>;
  if (event.kind === "turn" && event.turn?.act === "end") return <li className="note">{t("ended")}</li>;
  return null;
}
