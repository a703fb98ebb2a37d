/** The few line drawings of the page. They are decoration: the control around one carries the name. */
import type { ReactNode } from "react";

function Icon({ children }: { children: ReactNode }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden>
      {children}
    </svg>
  );
}

export const PhoneIcon = () => (
  <Icon>
    <path d="M6.5 3.5h3l1.5 4-2 1.5a11 11 0 0 0 6 6l1.5-2 4 1.5v3a2 2 0 0 1-2.2 2A16 16 0 0 1 4.5 5.700a2 2 0 0 1 2-2.2Z" />
  </Icon>
);

export const NewTalkIcon = () => (
  <Icon>
    <path d="M12 5H6a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2h11a2 2 0 0 0 2-2v-6M18.5 3.5a1.8 1.8 0 0 1 2.5 2.5L12.5 14.5 9 15.5l1-3.5Z" />
  </Icon>
);

export const KeypadIcon = () => (
  <Icon>
    <path d="M6 6h.01M12 6h.01M18 6h.01M6 12h.01M12 12h.01M18 12h.01M6 18h.01M12 18h.01M18 18h.01" />
  </Icon>
);

export const CameraIcon = () => (
  <Icon>
    <path d="M4 8h3.5L9 5.5h6L16.5 8H20a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1ZM12 16.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4Z" />
  </Icon>
);

export const CloseIcon = () => (
  <Icon>
    <path d="M6 6l12 12M18 6 6 18" />
  </Icon>
);

const THUMB = "M8 11v9H4v-9ZM8 11l4-8a2.2 2.2 0 0 1 2.2 2.6L13.5 9H19a2 2 0 0 1 2 2.3l-1.2 7A2 2 0 0 1 17.8 20H8";

export const ThumbUpIcon = () => (
  <Icon>
    <path d={THUMB} />
  </Icon>
);

export const ThumbDownIcon = () => (
  <Icon>
    <path d={THUMB} transform="rotate(180 12 12)" />
  </Icon>
);
