/** The bar above: who answers, and what can be begun. */
import type { Assistant } from "./api/talk";
import { useLanguage } from "./i18n/language";
import { NewTalkIcon, PhoneIcon } from "./ui/icons";

interface Props {
  assistants: readonly Assistant[];
  chosen: Assistant | undefined;
  onChoose: (id: string) => void;
  onNewTalk: (() => void) | undefined;
  onCall: (() => void) | undefined;
}

export function Top({ assistants, chosen, onChoose, onNewTalk, onCall }: Props) {
  const { t, toggle } = useLanguage();
  return (
    <header className="top">
      <img src="./icon.svg" alt="" />
      <span className="brand wide-only">Gióng</span>
      <div className="grow">
        {assistants.length > 0 && (
          <select className="picker" aria-label={t("assistant")} value={chosen?.id} onChange={(event) => onChoose(event.target.value)}>
            {assistants.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
      </div>
      {onNewTalk && (
        <button className="quiet" onClick={onNewTalk} aria-label={t("newTalk")} title={t("newTalk")}>
          <NewTalkIcon />
          <span className="wide-only">{t("newTalk")}</span>
        </button>
      )}
      <button className="quiet" onClick={toggle} title={t("switchLanguage")}>
        <span className="wide-only">{t("switchLanguage")}</span>
        <span className="narrow-only">{t("switchLanguageShort")}</span>
      </button>
      {onCall && (
        <button className="solid" onClick={onCall} aria-label={t("call")}>
          <PhoneIcon />
          <span className="wide-only">{t("call")}</span>
        </button>
      )}
    </header>
  );
}
