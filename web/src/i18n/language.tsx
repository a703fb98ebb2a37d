/** The page's language: Vietnamese unless the person chose English; remembered. */
import { createContext, useContext, useEffect, useState, type ReactNode } from "react";
import { en } from "./en";
import { vi, type Key } from "./vi";

const texts = { vi, en };
type Language = keyof typeof texts;
type Translate = (key: Key, values?: Record<string, string | number>) => string;

const Context = createContext<{ t: Translate; toggle: () => void }>({ t: (key) => vi[key], toggle: () => {} });

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => (localStorage.getItem("giong.language") === "en" ? "en" : "vi"));
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem("giong.language", language);
  }, [language]);
  const t: Translate = (key, values = {}) =>
    texts[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  return <Context value={{ t, toggle: () => setLanguage(language === "vi" ? "en" : "vi") }}>{children}</Context>;
}

export const useLanguage = () => useContext(Context);
