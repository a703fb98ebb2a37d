/** The page: choose an assistant, chat or call, read what an answer cites. */
import { useCallback, useEffect, useState } from "react";
import { assistants, open, type Assistant, type Citation, type Ticket } from "./api/talk";
import { Call } from "./call/Call";
import { Chat } from "./chat/Chat";
import { useLanguage } from "./i18n/language";
import { Source } from "./source/Source";

const remembered = (assistant: string) => `giong.ticket.${assistant}`;

/** The conversation that this browser already has with an assistant, or a new one. */
async function ticketFor(assistant: string): Promise<Ticket> {
  const known = localStorage.getItem(remembered(assistant));
  if (known) return JSON.parse(known) as Ticket;
  const ticket = await open(assistant);
  localStorage.setItem(remembered(assistant), JSON.stringify(ticket));
  return ticket;
}

export function App() {
  const { t, toggle } = useLanguage();
  const [known, setKnown] = useState<Assistant[]>();
  const [assistant, setAssistant] = useState<Assistant>();
  const [ticket, setTicket] = useState<Ticket>();
  const [citation, setCitation] = useState<Citation>();
  const [calling, setCalling] = useState(false);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    assistants()
      .then((found) => {
        const wanted = decodeURIComponent(window.location.hash.slice(1)) || localStorage.getItem("giong.assistant");
        setKnown(found);
        setAssistant(found.find((one) => one.id === wanted) ?? found[0]);
      })
      .catch(() => setFailed(true));
  }, []);

  useEffect(() => {
    if (!assistant) return;
    let wanted = true;
    localStorage.setItem("giong.assistant", assistant.id);
    setTicket(undefined);
    setCitation(undefined);
    ticketFor(assistant.id)
      .then((opened) => wanted && setTicket(opened))
      .catch(() => wanted && setFailed(true));
    return () => void (wanted = false);
  }, [assistant]);

  const startAnew = useCallback(() => {
    if (!assistant) return;
    localStorage.removeItem(remembered(assistant.id));
    setAssistant({ ...assistant });
  }, [assistant]);
  const closeSource = useCallback(() => setCitation(undefined), []);

  return (
    <div className="page">
      <header className="top">
        <img src="./icon.svg" alt="" />
        <span className="brand">Gióng</span>
        <div className="grow">
          {known && known.length > 0 && (
            <select
              className="picker"
              aria-label={t("assistant")}
              value={assistant?.id}
              onChange={(event) => setAssistant(known.find((one) => one.id === event.target.value))}
            >
              {known.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </select>
          )}
        </div>
        <button className="quiet wide-only" onClick={startAnew}>
          {t("newTalk")}
        </button>
        <button className="quiet" onClick={toggle}>
          {t("switchLanguage")}
        </button>
        {assistant?.channels.includes("call") && !calling && (
          <button className="solid" onClick={() => setCalling(true)}>
            {t("call")}
          </button>
        )}
      </header>
      <main className={citation && ticket ? "work with-source" : "work"}>
        {failed && <p className="problem">{t("failed")}</p>}
        {known?.length === 0 && <p className="problem">{t("noAssistants")}</p>}
        {calling && assistant ? (
          <Call assistant={assistant.id} onEnd={() => setCalling(false)} />
        ) : (
          ticket && <Chat ticket={ticket} onCite={setCitation} onRefused={startAnew} />
        )}
        {citation && ticket && !calling && <Source ticket={ticket} citation={citation} onClose={closeSource} />}
      </main>
    </div>
  );
}
