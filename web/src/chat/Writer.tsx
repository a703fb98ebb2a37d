/** The box to write in. Knows no conversation. */
import { useRef, type ClipboardEvent, type FormEvent, type KeyboardEvent, type Ref } from "react";
import { useLanguage } from "../i18n/language";
import { CameraIcon } from "../ui/icons";

interface Props {
  text: string;
  onWrite: (text: string) => void;
  onSend: (text: string) => void;
  onPhoto: (file: File) => void;
  /** A photo is what was asked for. */
  wanted: boolean;
  /** Something is to be sent although no word is written. */
  ready: boolean;
  /** What was sent last is still on its way. */
  busy: boolean;
  box: Ref<HTMLTextAreaElement>;
}

/** `keyCode` of a key that an input method takes; Safari sends the Enter that ends a composition after it has ended. */
const OF_INPUT_METHOD = 229;

function isComposing({ nativeEvent }: KeyboardEvent): boolean {
  return nativeEvent.isComposing || nativeEvent.keyCode === OF_INPUT_METHOD;
}

export function Writer({ text, onWrite, onSend, onPhoto, wanted, ready, busy, box }: Props) {
  const { t } = useLanguage();
  const files = useRef<HTMLInputElement>(null);
  const sendable = !busy && (ready || text.trim() !== "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (sendable) onSend(text.trim());
  };
  const onPaste = ({ clipboardData }: ClipboardEvent) => {
    const picture = Array.from(clipboardData.files).find(({ type }) => type.startsWith("image/"));
    if (picture) onPhoto(picture);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While Telex or VNI composes, Enter belongs to it.
    if (event.key === "Enter" && !event.shiftKey && !isComposing(event)) submit(event);
  };
  return (
    <form onSubmit={submit}>
      <input
        ref={files}
        type="file"
        hidden
        accept="image/*,application/pdf"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file) onPhoto(file);
          currentTarget.value = ""; // the same file may be chosen once more
        }}
      />
      <button
        type="button"
        className={wanted ? "quiet camera wanted" : "quiet camera"}
        disabled={busy}
        aria-label={t("photoChoose")}
        title={t("photoChoose")}
        onClick={() => files.current?.click()}
      >
        <CameraIcon />
      </button>
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
        onPaste={onPaste}
        autoFocus
      />
      <button className="solid" disabled={!sendable}>
        {t("send")}
      </button>
    </form>
  );
}
