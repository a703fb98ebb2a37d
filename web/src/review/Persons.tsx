/** Sessions of persons that wait for a person: the two faces beside each other, and what speaks against it. */
import { useCallback, useEffect, useState } from "react";
import { WrongKey } from "../api/keyed";
import { comparison, decide, inReview, portrait, type Session } from "../api/persons";
import { problemOf } from "../api/refusal";
import { useLanguage } from "../i18n/language";
import { Problem, type Trouble } from "../ui/Problem";
import { reasonOf } from "./reasons";

interface Props {
  apiKey: string;
  onWrongKey: () => void;
}

interface Shown {
  session: Session;
  similarity: number | null;
  card: string | undefined;
  selfie: string | undefined;
}

export function Persons({ apiKey, onWrongKey }: Props) {
  const { t } = useLanguage();
  const [waiting, setWaiting] = useState<number>();
  const [shown, setShown] = useState<Shown>();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();

  const doing = useCallback(
    async (work: () => Promise<void>) => {
      setBusy(true);
      setTrouble(undefined);
      try {
        await work();
        const sessions = await inReview(apiKey);
        setWaiting(sessions.length);
        setShown(sessions[0] && (await look(apiKey, sessions[0])));
      } catch (error) {
        if (error instanceof WrongKey) onWrongKey();
        else setTrouble(problemOf(error));
      } finally {
        setBusy(false);
      }
    },
    [apiKey, onWrongKey],
  );
  const load = useCallback(() => void doing(async () => {}), [doing]);
  useEffect(load, [load]);

  const settle = (approved: boolean) => shown && void doing(() => decide(apiKey, shown.session.id, approved));
  return (
    <>
      <p className="tally" role="status">
        {waiting !== undefined && t("personTally", { n: waiting })}
      </p>
      {trouble && <Problem what={trouble} onRetry={load} />}
      {shown && (
        <article className="review" aria-label={t("personTitle")}>
          <header>
            <h2>{t("personTitle")}</h2>
            <p>{shown.similarity === null ? t("personNoSimilarity") : t("personSimilarity", { n: Math.round(shown.similarity) })}</p>
          </header>
          <div className="faces">
            <Face picture={shown.card} name={t("personCard")} />
            <Face picture={shown.selfie} name={t("personSelfie")} />
          </div>
          <ul className="reasons">
            {shown.session.reasons.map((code) => (
              <li key={code}>{t(reasonOf(code))}</li>
            ))}
          </ul>
          <footer>
            <button className="solid" disabled={busy} onClick={() => settle(true)}>
              {t("personApprove")}
            </button>
            <button className="solid danger" disabled={busy} onClick={() => settle(false)}>
              {t("personReject")}
            </button>
          </footer>
        </article>
      )}
      {waiting === 0 && (
        <p className="done">
          {t("personDone")}
          <button className="quiet" onClick={load}>
            {t("retry")}
          </button>
        </p>
      )}
    </>
  );
}

function Face({ picture, name }: { picture: string | undefined; name: string }) {
  const { t } = useLanguage();
  return (
    <figure>
      {picture ? <img src={picture} alt={name} /> : <p className="no-crop">{t("reviewNoCrop")}</p>}
      <figcaption>{name}</figcaption>
    </figure>
  );
}

async function look(key: string, session: Session): Promise<Shown> {
  const [{ similarity }, card, selfie] = await Promise.all([
    comparison(key, session.id),
    portrait(key, session.id, "card"),
    portrait(key, session.id, "selfie"),
  ]);
  return { session, similarity, card, selfie };
}
