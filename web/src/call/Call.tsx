/** The call: whose turn it is, a live transcript, a keypad. */
import { useEffect, useRef, useState } from "react";
import type { Assistant } from "../api/talk";
import { Bubble, Note } from "../chat/Bubbles";
import { useLanguage } from "../i18n/language";
import { KeypadIcon, PhoneIcon } from "../ui/icons";
import { Problem } from "../ui/Problem";
import { Keypad } from "./Keypad";
import { useCall } from "./useCall";

interface Props {
  assistant: Assistant;
  onClose: () => void;
}

export function Call({ assistant, onClose }: Props) {
  const { t } = useLanguage();
  const orb = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const section = useRef<HTMLElement>(null);
  const { activity, lines, partial, trouble, press } = useCall(assistant.id, orb);
  const [keypad, setKeypad] = useState(false);
  const over = activity === "over";

  // In braces: newer browsers return a promise here, which React would take for a clean-up function.
  useEffect(() => {
    end.current?.scrollIntoView({ block: "end" });
  }, [lines, partial]);

  // The button that began the call is gone; the keyboard goes on from here.
  useEffect(() => {
    section.current?.focus();
  }, []);

  return (
    <section className="call" aria-label={t("call")} ref={section} tabIndex={-1}>
      <header className="caller">
        <div className="orb" data-state={activity} ref={orb}>
          <PhoneIcon />
        </div>
        <div>
          <h1>{assistant.name}</h1>
          <p role="status">{t(over ? "callEnded" : activity)}</p>
        </div>
        {trouble && <Problem what={trouble} />}
      </header>
      <div className="turns" role="log" tabIndex={0} aria-label={t("conversation")}>
        <ol className="bubbles">
          {lines.map((line, index) => (
            <li key={index}>
              <Bubble by={line.by}>{line.text}</Bubble>
              {line.cutOff && <Note>{t("cutOff")}</Note>}
            </li>
          ))}
          {partial && (
            <li aria-live="off">
              <Bubble by="person" faint>
                {partial}
              </Bubble>
            </li>
          )}
        </ol>
        <div className="end" ref={end} />
      </div>
      <footer className="controls">
        {keypad && !over && <Keypad onPress={press} />}
        {!over && (
          <button className="round" aria-label={t("keypad")} aria-expanded={keypad} onClick={() => setKeypad(!keypad)}>
            <KeypadIcon />
          </button>
        )}
        <button className={over ? "solid" : "solid danger"} onClick={onClose}>
          {over ? t("close") : t("hangUp")}
        </button>
      </footer>
    </section>
  );
}
