/** The photo that is about to be sent: what it looks like, how far it is, and a way to take it back. */
import { useLanguage } from "../i18n/language";
import type { Prepared } from "../photo/prepare";
import { CameraIcon, CloseIcon } from "../ui/icons";

interface Props {
  photo: Prepared;
  /** The share that has been sent; none before it is on its way. */
  progress: number | undefined;
  onDiscard: () => void;
}

export function PhotoTray({ photo, progress, onDiscard }: Props) {
  const { t } = useLanguage();
  return (
    <div className="photo-tray">
      {photo.preview ? <img src={photo.preview} alt={t("photoChosen")} /> : <CameraIcon />}
      <span className="name">{photo.name}</span>
      {progress === undefined ? (
        <button type="button" className="quiet" onClick={onDiscard} aria-label={t("photoDiscard")} title={t("photoDiscard")}>
          <CloseIcon />
        </button>
      ) : (
        <progress value={progress} aria-label={t("photoSending")} />
      )}
    </div>
  );
}
