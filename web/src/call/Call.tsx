/** The call: whose turn it is, a live transcript, a keypad. */
import { useEffect, useRef, useState, type CSSProperties } from "react";
import { useLanguage } from "../i18n/language";
import { Call as Connection, type Activity, type Problem } from "./call";

interface Props {
  assistant: string;
  onEnd: () => void;
}

interface Line {
  by: "person" | "assistant";
  text: string;
}

const KEYS = "123456789*0#";

export function Call({ assistant, onEnd }: Props) {
  const { t } = useLanguage();
  const [activity, setActivity] = useState<Activity>("connecting");
  const [lines, setLines] = useState<Line[]>([]);
  const [partial, setPartial] = useState("");
  const [level, setLevel] = useState(0);
  const [problem, setProblem] = useState<Problem>();
  const [over, setOver] = useState(false);
  const call = useRef<Connection>(undefined);
  const end = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const add = (by: Line["by"], text: string) => text && setLines((known) => [...known, { by, text }]);
    const connection = new Connection({
      activity: setActivity,
      partial: setPartial,
      said: (text) => {
        setPartial("");
        add("person", text);
      },
      speaking: (text) => add("assistant", text),
      level: setLevel,
      ended: (reason) => {
        setProblem(reason);
        setOver(true);
      },
    });
    call.current = connection;
    void connection.start(assistant);
    return () => connection.hangUp();
  }, [assistant]);
  // In braces: newer browsers return a promise here, which React would take for a clean-up function.
  useEffect(() => {
    end.current?.scrollIntoView({ block: "end" });
  }, [lines, partial]);

  return (
    <section className="call">
      <div className="orb" data-state={over ? "over" : activity} style={{ "--level": level } as CSSProperties}>
        <span role="status">{over ? t("ended") : t(activity)}</span>
      </div>
      {problem && <p className="problem">{t(problem)}</p>}
      <div className="transcript" aria-live="polite">
        <ol>
          {lines.map((line, index) => (
            <li key={index} data-by={line.by} className={line.by === "person" ? "bubble said" : "bubble answer"}>
              {line.text}
            </li>
          ))}
          {partial && <li className="bubble said partial">{partial}</li>}
        </ol>
        <div ref={end} />
      </div>
      {!over && (
        <div className="keys" role="group" aria-label={t("keypad")}>
          {[...KEYS].map((symbol) => (
            <button key={symbol} onClick={() => call.current?.press(symbol)}>
              {symbol}
            </button>
          ))}
        </div>
      )}
      <button className={over ? "solid" : "solid danger"} onClick={onEnd}>
        {over ? t("closeSource") : t("hangUp")}
      </button>
    </section>
  );
}
