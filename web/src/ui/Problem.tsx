/** A sentence that says what went wrong, read out at once, with a way to try again where there is one. */
import { useLanguage, type Sentence } from "../i18n/language";
import type { Key } from "../i18n/vi";

export type Trouble = Key | Sentence;

interface Props {
  what: Trouble;
  onRetry?: (() => void) | undefined;
}

export function Problem({ what, onRetry }: Props) {
  const { t } = useLanguage();
  return (
    <p className="problem" role="alert">
      {t(what)}
      {onRetry && (
        <button className="quiet" onClick={onRetry}>
          {t("retry")}
        </button>
      )}
    </p>
  );
}
