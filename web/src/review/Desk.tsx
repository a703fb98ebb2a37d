/** The page on which uncertain fields of papers are looked at, one after the other. It needs the organisation's key. */
import { useCallback, useState, type FormEvent } from "react";
import { useLanguage } from "../i18n/language";
import { Problem } from "../ui/Problem";
import { Card } from "./Card";
import { Persons } from "./Persons";
import { useQueue } from "./useQueue";

const NAME = "giong.key";

/** For this tab only: the key opens everything of the organisation. */
function keptKey(): string {
  try {
    return sessionStorage.getItem(NAME) ?? "";
  } catch {
    return "";
  }
}

function keepKey(key: string): void {
  try {
    sessionStorage.setItem(NAME, key);
  } catch {
    // Asked for again after a reload.
  }
}

export function Desk() {
  const { t, toggle } = useLanguage();
  const [key, setKey] = useState(keptKey);
  const [wrong, setWrong] = useState(false);
  const [persons, setPersons] = useState(false);
  const forget = useCallback(() => {
    keepKey("");
    setKey("");
    setWrong(true);
  }, []);
  return (
    <div className="page">
      <header className="top">
        <img src="./icon.svg" alt="" />
        <h1 className="brand">{t("reviewTitle")}</h1>
        <div className="grow" />
        <button className="quiet" onClick={toggle}>
          {t("switchLanguage")}
        </button>
      </header>
      <main className="desk">
        {key ? (
          <>
            <nav className="rooms" aria-label={t("reviewTitle")}>
              <button className="chip" aria-pressed={!persons} onClick={() => setPersons(false)}>
                {t("reviewPapers")}
              </button>
              <button className="chip" aria-pressed={persons} onClick={() => setPersons(true)}>
                {t("reviewPersons")}
              </button>
            </nav>
            {persons ? <Persons apiKey={key} onWrongKey={forget} /> : <Queue apiKey={key} onWrongKey={forget} />}
          </>
        ) : (
          <KeyForm
            wrong={wrong}
            onKey={(given) => {
              keepKey(given);
              setWrong(false);
              setKey(given);
            }}
          />
        )}
      </main>
    </div>
  );
}

function Queue({ apiKey, onWrongKey }: { apiKey: string; onWrongKey: () => void }) {
  const { t } = useLanguage();
  const { asked, picture, settled, busy, trouble, reload, ...answers } = useQueue(apiKey, onWrongKey);
  return (
    <>
      <p className="tally" role="status">
        {asked && t("reviewTally", { open: asked.open, settled })}
      </p>
      {trouble && <Problem what={trouble} onRetry={reload} />}
      {asked?.item && <Card key={asked.item.id} item={asked.item} picture={picture} busy={busy} {...answers} />}
      {asked && !asked.item && (
        <p className="done">
          {t("reviewDone")}
          <button className="quiet" onClick={reload}>
            {t("retry")}
          </button>
        </p>
      )}
    </>
  );
}

function KeyForm({ wrong, onKey }: { wrong: boolean; onKey: (key: string) => void }) {
  const { t } = useLanguage();
  const [given, setGiven] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (given.trim()) onKey(given.trim());
  };
  return (
    <form className="key" onSubmit={submit}>
      {wrong && <Problem what="reviewWrongKey" />}
      <label>
        {t("reviewKey")}
        <input type="password" autoComplete="off" value={given} onChange={(event) => setGiven(event.target.value)} autoFocus />
      </label>
      <button className="solid" disabled={!given.trim()}>
        {t("reviewOpen")}
      </button>
    </form>
  );
}
