/** A conversation's events as bubbles. Only the newest choices can still be pressed. */
import type { ReactNode } from "react";
import type { Citation, Event } from "../api/talk";
import { useLanguage } from "../i18n/language";
import { CameraIcon } from "../ui/icons";
import { Answer } from "./Answer";
import { answered } from "./history";
import { Rating } from "./Rating";
import type { Message } from "./stream";
import type { Ratings } from "./useRatings";

/** Small pictures of the photos that were sent from this page, by reference; the server shows them to nobody here. */
export type Previews = ReadonlyMap<string, string>;

interface Props {
  events: readonly Event[];
  waiting: readonly Message[];
  cited: Citation | undefined;
  onCite: (citation: Citation) => void;
  onChoose: (value: string) => void;
  ratings: Ratings;
  onRate: (number: number, good: boolean | undefined) => void;
  previews: Previews;
}

export function Bubbles({ events, waiting, cited, onCite, onChoose, ratings, onRate, previews }: Props) {
  const { t } = useLanguage();
  const lastSaid = waiting.length > 0 ? events.length : events.findLastIndex(({ kind }) => kind === "said");

  const shown = ({ number, said, piece, turn, failed }: Event, index: number): ReactNode => {
    if (said && (said.text || said.photos?.length)) return <Bubble by="person">{saidOf(said.text, said.photos ?? [])}</Bubble>;
    if (piece) return <Answer piece={piece} cited={cited} onCite={onCite} onChoose={index > lastSaid ? onChoose : undefined} />;
    if (failed) return <Note alert>{t({ vi: failed.message, en: failed.message_en })}</Note>;
    if (turn?.cut_off) return <Note>{t("cutOff")}</Note>;
    if (turn?.act === "hand_over") return <Note>{t("handedOver")}</Note>;
    if (turn?.act === "end") return <Note>{t("ended")}</Note>;
    if (turn && answered(events, index)) return <Rating good={ratings.get(number)} onRate={(good) => onRate(number, good)} />;
    return null;
  };

  const saidOf = (text: string, photos: readonly string[]): ReactNode => (
    <>
      {photos.map((id) => (
        <SentPhoto key={id} preview={previews.get(id)} />
      ))}
      {text}
    </>
  );

  return (
    <ol className="bubbles">
      {events.map((event, index) => {
        const content = shown(event, index);
        return content && <li key={event.number}>{content}</li>;
      })}
      {waiting.map(({ key, text, photos }) => (
        <li key={key}>
          <Bubble by="person" faint>
            {saidOf(text, photos)}
            <span className="visually-hidden">({t("sending")})</span>
          </Bubble>
        </li>
      ))}
    </ol>
  );
}

function SentPhoto({ preview }: { preview: string | undefined }) {
  const { t } = useLanguage();
  return preview ? (
    <img className="sent-photo" src={preview} alt={t("photoSent")} />
  ) : (
    <span className="sent-photo">
      <CameraIcon /> {t("photoSent")}
    </span>
  );
}

interface BubbleProps {
  by: "person" | "assistant";
  /** Not certain yet: on its way, or still being said. */
  faint?: boolean;
  children: ReactNode;
}

export function Bubble({ by, faint = false, children }: BubbleProps) {
  const { t } = useLanguage();
  return (
    <div className={`bubble ${by}${faint ? " faint" : ""}`}>
      <span className="visually-hidden">{t(by === "person" ? "youSay" : "assistantSays")} </span>
      {children}
    </div>
  );
}

export function Note({ alert = false, children }: { alert?: boolean; children: ReactNode }) {
  return <div className={alert ? "note alert" : "note"}>{children}</div>;
}
