import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { LanguageProvider } from "../i18n/language";
import { Desk } from "./Desk";
import "../ui/tokens.css";
import "../ui/page.css";
import "./review.css";

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <LanguageProvider>
      <Desk />
    </LanguageProvider>
  </StrictMode>,
);
