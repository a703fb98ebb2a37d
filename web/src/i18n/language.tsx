/** The page's language: Vietnamese unless the person chose English; remembered. */
import { createContext, useContext, useEffect, useState, type ReactNode } from "react";
import { keep, kept } from "../ui/kept";
import { en } from "./en";
import { vi, type Key } from "./vi";

const texts = { vi, en };
type Language = keyof typeof texts;

/** One sentence in every language of the page. */
export type Sentence = Record<Language, string>;

interface Speech {
  t: (what: Key | Sentence, values?: Record<string, string | number>) => string;
  toggle: () => void;
}

const NAME = "giong.language";
const Context = createContext<Speech>({ t: (what) => (typeof what === "string" ? vi[what] : what.vi), toggle: () => {} });

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => (kept(NAME) === "en" ? "en" : "vi"));
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  const toggle = () => {
    const other = language === "vi" ? "en" : "vi";
    keep(NAME, other);
    setLanguage(other);
  };
  const t: Speech["t"] = (what, values = {}) =>
    (typeof what === "string" ? texts[language][what] : what[language]).replace(/\{(\w+)\}/g, (whole, name: string) =>
      String(values[name] ?? whole),
    );
  return <Context value={{ t, toggle }}>{children}</Context>;
}

export const useLanguage = () => useContext(Context);
