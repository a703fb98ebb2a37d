/** The box to write in. Knows no conversation. */
import type { FormEvent, KeyboardEvent, Ref } from "react";
import { useLanguage } from "../i18n/language";

interface Props {
  text: string;
  onWrite: (text: string) => void;
  onSend: (text: string) => void;
  box: Ref<HTMLTextAreaElement>;
}

/** `keyCode` of a key that an input method takes; Safari sends the Enter that ends a composition after it has ended. */
const OF_INPUT_METHOD = 229;

function isComposing({ nativeEvent }: KeyboardEvent): boolean {
  return nativeEvent.isComposing || nativeEvent.keyCode === OF_INPUT_METHOD;
}

export function Writer({ text, onWrite, onSend, box }: Props) {
  const { t } = useLanguage();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) onSend(text.trim());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While Telex or VNI composes, Enter belongs to it.
    if (event.key === "Enter" && !event.shiftKey && !isComposing(event)) submit(event);
  };
  return (
    <form onSubmit={submit}>
      <textarea
        ref={box}
        rows={1}
        maxLength={4000}
        aria-label={t("write")}
        placeholder={t("write")}
        enterKeyHint="send"
        value={text}
        onChange={(event) => onWrite(event.target.value)}
        onKeyDown={onKeyDown}
        autoFocus
      />
      <button className="solid" disabled={!text.trim()}>
        {t("send")}
      </button>
    </form>
  );
}
