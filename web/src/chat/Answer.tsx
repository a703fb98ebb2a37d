/** A piece of an answer: its words, what it cites, and what may be chosen next. */
import type { Citation, Event } from "../api/talk";
import { useLanguage } from "../i18n/language";
import { Bubble } from "./Bubbles";

interface Props {
  piece: NonNullable<Event["piece"]>;
  cited: Citation | undefined;
  onCite: (citation: Citation) => void;
  onChoose: ((value: string) => void) | undefined;
}

const place = ({ source_id, start }: Citation) => `${source_id}:${start}`;

export function Answer({ piece, cited, onCite, onChoose }: Props) {
  const { t } = useLanguage();
  return (
    <Bubble by="assistant">
      {piece.text}
      {piece.citations.length > 0 && (
        <span className="chips">
          {piece.citations.map((citation) => (
            <button
              key={place(citation)}
              className="chip"
              aria-expanded={cited !== undefined && place(cited) === place(citation)}
              onClick={() => onCite(citation)}
            >
              {t("source")}: {citation.source_title}
              {citation.page != null && ` · ${t("page", { n: citation.page })}`}
              {citation.row != null && ` · ${t("row", { n: citation.row })}`}
            </button>
          ))}
        </span>
      )}
      {onChoose && piece.choices.length > 0 && (
        <span className="chips">
          {piece.choices.map((choice) => (
            <button key={choice.value} className="chip choice" onClick={() => onChoose(choice.value)}>
              {choice.title}
            </button>
          ))}
        </span>
      )}
    </Bubble>
  );
}
