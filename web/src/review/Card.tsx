/** One uncertain field: its crop, the value as it was read, and the box to put it right. All by keyboard. */
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import type { Review } from "../api/reviews";
import { useLanguage } from "../i18n/language";

interface Props {
  item: Review;
  picture: string | undefined;
  busy: boolean;
  onConfirm: () => void;
  onCorrect: (value: string) => void;
  onSkip: () => void;
}

export function Card({ item, picture, busy, onConfirm, onCorrect, onSkip }: Props) {
  const { t } = useLanguage();
  const [value, setValue] = useState(item.value);
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    setValue(item.value);
    box.current?.focus();
    box.current?.select();
  }, [item]);

  const send = () => (value.trim() === item.value ? onConfirm() : value.trim() && onCorrect(value.trim()));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || busy) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === "Tab" && !event.shiftKey) {
      event.preventDefault();
      onSkip();
    } else if (event.key === "Escape") setValue(item.value);
  };
  const changed = value.trim() !== item.value;
  return (
    <article className="review" aria-label={t({ vi: item.field_vi, en: item.field_en })}>
      <header>
        <h2>{t({ vi: item.field_vi, en: item.field_en })}</h2>
        <p>{t({ vi: item.kind_vi, en: item.kind_en })}</p>
      </header>
      {picture ? <img src={picture} alt={t("reviewCrop")} /> : <p className="no-crop">{t("reviewNoCrop")}</p>}
      <textarea
        ref={box}
        aria-label={t("reviewValue")}
        rows={item.value.includes("\n") ? 3 : 1}
        value={value}
        onChange={(event) => setValue(event.target.value)}
        onKeyDown={onKeyDown}
        spellCheck={false}
        autoFocus
      />
      <p className="sureness">{t("reviewSureness", { n: Math.round(item.confidence * 100) })}</p>
      {item.doubts.map((doubt) => (
        <p key={doubt.vi} className="doubt">
          {t(doubt)}
        </p>
      ))}
      <footer>
        <button className="solid" disabled={busy || !value.trim()} onClick={send}>
          {t(changed ? "reviewCorrect" : "reviewConfirm")} <kbd>Enter</kbd>
        </button>
        <button className="quiet" disabled={busy} onClick={onSkip}>
          {t("reviewSkip")} <kbd>Tab</kbd>
        </button>
      </footer>
    </article>
  );
}
