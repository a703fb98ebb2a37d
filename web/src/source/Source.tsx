/** A source opened at the sentence that an answer cites. */
import { useEffect, useRef, useState } from "react";
import { source, type Citation, type SourceText, type Ticket } from "../api/talk";
import { useLanguage } from "../i18n/language";

interface Props {
  ticket: Ticket;
  citation: Citation;
  onClose: () => void;
}

export function Source({ ticket, citation, onClose }: Props) {
  const { t } = useLanguage();
  const [opened, setOpened] = useState<SourceText>();
  const [failed, setFailed] = useState(false);
  const marked = useRef<HTMLElement>(null);

  useEffect(() => {
    let wanted = true;
    setFailed(false);
    source(ticket, citation)
      .then((text) => wanted && setOpened(text))
      .catch(() => wanted && setFailed(true));
    return () => void (wanted = false);
  }, [ticket, citation]);
  // In braces: newer browsers return a promise here, which React would take for a clean-up function.
  useEffect(() => {
    marked.current?.scrollIntoView({ block: "center" });
  }, [opened]);
  useEffect(() => {
    const close = (event: KeyboardEvent) => event.key === "Escape" && onClose();
    window.addEventListener("keydown", close);
    return () => window.removeEventListener("keydown", close);
  }, [onClose]);

  return (
    <aside className="source" aria-label={t("source")}>
      <header>
        <h2>
          {citation.source_title}
          <small>{[...citation.heading, ...(citation.page != null ? [t("page", { n: citation.page })] : [])].join(" › ")}</small>
        </h2>
        <button className="quiet" onClick={onClose}>
          {t("closeSource")}
        </button>
      </header>
      {failed && <p className="problem">{t("failed")}</p>}
      {opened && (
        <article tabIndex={0}>
          {opened.before}
          <mark ref={marked}>{opened.marked}</mark>
          {opened.after}
        </article>
      )}
    </aside>
  );
}
