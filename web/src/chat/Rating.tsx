/** Two thumbs under an answer. The one that was pressed stays pressed; pressing it again takes it back. */
import { useLanguage } from "../i18n/language";
import { ThumbDownIcon, ThumbUpIcon } from "../ui/icons";

interface Props {
  good: boolean | undefined;
  onRate: (good: boolean | undefined) => void;
}

export function Rating({ good, onRate }: Props) {
  const { t } = useLanguage();
  const thumb = (up: boolean) => (
    <button
      className="thumb"
      aria-pressed={good === up}
      aria-label={t(up ? "helpful" : "unhelpful")}
      title={t(up ? "helpful" : "unhelpful")}
      onClick={() => onRate(good === up ? undefined : up)}
    >
      {up ? <ThumbUpIcon /> : <ThumbDownIcon />}
    </button>
  );
  return (
    <div className="thumbs" role="group" aria-label={t("rateAnswer")}>
      {thumb(true)}
      {thumb(false)}
    </div>
  );
}
