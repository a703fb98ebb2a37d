"""What is worth knowing about how a call went: short codes in the record, sentences for people. Knows no line and no
protocol.

A code is kept for ever; its sentence may be worded anew. `detail` is for facts (a number, a status), never for what
somebody said.
"""

from __future__ import annotations

from dataclasses import dataclass

SENTENCES: dict[str, tuple[str, str]] = {
    "call.announced": ("Đã báo cho người gọi biết cuộc gọi được ghi âm.", "The caller was told of the recording."),
    "call.bad_number": ("Số cần gọi không đúng: {detail}.", "The number to call is no telephone number: {detail}."),
    "call.bridged": ("Đã nối hai bên qua máy này.", "Both sides were joined through this machine."),
    "call.busy": ("Máy bên kia đang bận.", "The other side was busy."),
    "call.callback": ("Đã ghi phiếu hẹn gọi lại.", "A call-back ticket was opened."),
    "call.disk_full": ("Ổ đĩa đầy nên ghi âm dừng giữa chừng.", "The disk was full, so the recording ends early."),
    "call.failed": ("Cuộc gọi dừng vì lỗi của hệ thống.", "The call ended because of a fault in the system."),
    "call.forgotten": ("Nội dung đã được xoá theo yêu cầu.", "What was said was erased on request."),
    "call.hold": ("Người gọi tạm giữ máy.", "The caller put the call on hold."),
    "call.interrupted": ("Máy chủ dừng đột ngột giữa cuộc gọi.", "The server was killed in the middle of the call."),
    "call.machine": ("Đầu bên kia là máy trả lời, không phải người: {detail}.", "A machine answered: {detail}."),
    "call.no_answer": ("Không ai nhấc máy.", "Nobody answered."),
    "call.no_common_codec": ("Hai bên không có bộ mã âm thanh chung.", "Both sides have no audio codec in common."),
    "call.no_media": (
        "Không nhận được âm thanh nào từ đầu bên kia nên cuộc gọi đã được ngắt.",
        "No sound arrived from the other side any more, so the call was ended.",
    ),
    "call.no_places": ("Các đường máy đều bận nên không nhận cuộc gọi.", "All lines were busy; the call was refused."),
    "call.no_words": (
        "Người gọi không nói lời nào, chỉ có tiếng động.",
        "The caller said no words; there were only noises.",
    ),
    "call.not_recorded": ("Không ghi âm được: không ghi vào được thư mục.", "The folder of recordings is closed."),
    "call.one_way": (
        "Chỉ có âm thanh một chiều: không nhận được tiếng của đầu bên kia.",
        "One-way audio: nothing was received from the other side.",
    ),
    "call.expired": ("Nội dung đã được xoá khi hết hạn lưu.", "What was said was erased when its time was over."),
    "call.recording_expired": ("Ghi âm đã được xoá khi hết hạn lưu.", "The recording was deleted after its time."),
    "call.recording_refused": (
        "Người gọi không đồng ý ghi âm: đã dừng và xoá ghi âm.",
        "The caller refused to be recorded: the recording was stopped and deleted.",
    ),
    "call.refused": ("Cuộc gọi bị từ chối: {detail}.", "The call was refused: {detail}."),
    "call.rejected": ("Đầu bên kia từ chối cuộc gọi.", "The other side declined the call."),
    "call.shut_down": ("Hệ thống tạm dừng nên đã xin phép kết thúc.", "The server was stopping; the call was ended."),
    "call.transfer_failed": ("Chuyển máy không thành: {detail}.", "The transfer did not succeed: {detail}."),
    "call.transferred": ("Đã chuyển máy cho {detail}.", "Transferred to {detail}."),
    "call.trunk_away": ("Không liên lạc được tổng đài.", "The trunk could not be reached."),
    "call.unreachable": ("Không liên lạc được số này.", "The number could not be reached."),
}  # fmt: skip
"""Code → the sentence in Vietnamese and in English."""


@dataclass(frozen=True)
class Note:
    """Something that happened `at_ms` on the call's own clock."""

    code: str
    at_ms: int = 0
    detail: str = ""

    @property
    def vi(self) -> str:
        return self._worded(0)

    @property
    def en(self) -> str:
        return self._worded(1)

    def _worded(self, language: int) -> str:
        sentences = SENTENCES.get(self.code)
        if sentences is None:
            return f"{self.code} {self.detail}".strip()
        return sentences[language].format(detail=self.detail or "—")
