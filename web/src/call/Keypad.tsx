/** A telephone's keys; the computer's own digit keys work as well. */
import { useEffect } from "react";
import { useLanguage } from "../i18n/language";

const SYMBOLS = "123456789*0#";

export function Keypad({ onPress }: { onPress: (symbol: string) => void }) {
  const { t } = useLanguage();
  useEffect(() => {
    const press = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent) => {
      if (key.length === 1 && SYMBOLS.includes(key) && !ctrlKey && !metaKey && !altKey) onPress(key);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [onPress]);
  return (
    <div className="keypad" role="group" aria-label={t("keypad")}>
      {[...SYMBOLS].map((symbol) => (
        <button key={symbol} onClick={() => onPress(symbol)}>
          {symbol}
        </button>
      ))}
    </div>
  );
}
