/** A source opened at the sentence that an answer cites. */
import { useEffect, useRef, useState } from "react";
import { problemOf } from "../api/refusal";
import { source, type Citation, type SourceText, type Ticket } from "../api/talk";
import { useLanguage } from "../i18n/language";
import { Problem, type Trouble } from "../ui/Problem";

interface Props {
  ticket: Ticket;
  citation: Citation;
  onClose: () => void;
}

export function Source({ ticket, citation, onClose }: Props) {
  const { t } = useLanguage();
  const [opened, setOpened] = useState<SourceText>();
  const [trouble, setTrouble] = useState<Trouble>();
  const marked = useRef<HTMLElement>(null);
  const panel = useRef<HTMLElement>(null);

  useEffect(() => {
    let wanted = true;
    setOpened(undefined);
    setTrouble(undefined);
    source(ticket, citation)
      .then((text) => wanted && setOpened(text))
      .catch((error: unknown) => wanted && setTrouble(problemOf(error)));
    return () => void (wanted = false);
  }, [ticket, citation]);
  // In braces: newer browsers return a promise here, which React would take for a clean-up function.
  useEffect(() => {
    marked.current?.scrollIntoView({ block: "center" });
  }, [opened]);
  // The keyboard goes into the panel with the reader, and back to where it was when the panel closes.
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  useEffect(() => {
    const close = (event: KeyboardEvent) => event.key === "Escape" && onClose();
    window.addEventListener("keydown", close);
    return () => window.removeEventListener("keydown", close);
  }, [onClose]);

  const place = [
    ...(citation.heading ?? []),
    ...(citation.page != null ? [t("page", { n: citation.page })] : []),
    ...(citation.row != null ? [t("row", { n: citation.row })] : []),
  ];
  return (
    <aside className="source" aria-label={t("source")} ref={panel} tabIndex={-1}>
      <header>
        <h2>
          {citation.source_title}
          <small>{place.join(" › ")}</small>
        </h2>
        <button className="quiet" onClick={onClose}>
          {t("close")}
        </button>
      </header>
      {trouble && <Problem what={trouble} />}
      {opened && (
        <article tabIndex={0} aria-label={citation.source_title}>
          {opened.before}
          <mark ref={marked}>{opened.marked}</mark>
          {opened.after}
        </article>
      )}
    </aside>
  );
}
