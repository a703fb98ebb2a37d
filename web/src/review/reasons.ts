/** What the codes of a session's reasons mean. */
import type { Sentence } from "../i18n/language";

const REASONS: Record<string, Sentence> = {
  "person.to_confirm": { vi: "Không có gì bất thường; cần người xác nhận.", en: "Nothing speaks against it; a person confirms." },
  "person.too_young": { vi: "Chưa đủ tuổi quy định.", en: "Younger than allowed." },
  "paper.expired": { vi: "Thẻ đã hết hạn.", en: "The card has expired." },
  "side.other_card": { vi: "Hai mặt không cùng một thẻ.", en: "The two sides are not of one card." },
  "side.not_proven": { vi: "Chưa chứng minh được hai mặt cùng một thẻ.", en: "That both sides are of one card is not proven." },
  "front.unsure": { vi: "Số, họ tên hoặc ngày sinh đọc chưa chắc.", en: "Number, name or birth date were read unsurely." },
  "face.unsure": { vi: "Hai khuôn mặt giống nhau chưa rõ ràng.", en: "The two faces are not clearly alike." },
  "face.no_match": { vi: "Hai khuôn mặt không giống nhau.", en: "The two faces are not alike." },
  "face.none": { vi: "Có ảnh không thấy khuôn mặt.", en: "A picture shows no face." },
  "face.several": { vi: "Có ảnh thấy nhiều khuôn mặt.", en: "A picture shows several faces." },
  "face.none_to_compare": { vi: "Thiếu một khuôn mặt để so.", en: "One of the two faces is missing." },
  "face.no_engine": { vi: "Máy chủ không so khuôn mặt; hãy tự so.", en: "The server compares no faces; compare them yourself." },
  "liveness.frames_missing": { vi: "Chưa gửi đủ ảnh khuôn mặt.", en: "Pictures of the face are missing." },
  "liveness.not_as_asked": { vi: "Không làm đúng động tác được yêu cầu.", en: "The movements are not those that were asked for." },
  "liveness.several_people": { vi: "Các ảnh có thể của nhiều người.", en: "The pictures may be of several people." },
  "liveness.same_picture": { vi: "Một ảnh được gửi nhiều lần.", en: "One picture was sent several times." },
};

/** The sentence of a code; a check of a paper has no sentence here and is shown by its code. */
export function reasonOf(code: string): Sentence {
  return REASONS[code] ?? { vi: `Giấy tờ không qua kiểm tra: ${code}`, en: `The paper failed a check: ${code}` };
}
