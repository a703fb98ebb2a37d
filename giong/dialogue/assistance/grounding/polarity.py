"""Whether two sentences with the same words say opposite things: what is denied, what is a bound, which of two
opposites is named. Knows no passage.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from giong.text.lexicon import bag

_DENIALS = bag("không chưa chẳng chả đừng cấm miễn trừ")
_NO_DENIAL_BEFORE = bag("quá dưới ít chỉ những kể phân")
"""“Không quá”, “không chỉ” … deny nothing."""
_WEAK = bag("phải được cần có thể bị là phép còn cho thu tính mất yêu cầu áp dụng")
"""What is denied with them is what follows."""
_REACH = 4
_LIMITS = {
    "most": ("tối đa", "không quá", "nhiều nhất", "chậm nhất", "muộn nhất", "cao nhất"),
    "least": ("tối thiểu", "ít nhất", "không dưới", "trở lên", "sớm nhất", "thấp nhất"),
}
_OPPOSITES = (
    ("trước", "sau"), ("trong", "ngoài"), ("trên", "dưới"), ("tăng", "giảm"), ("mở", "đóng"), ("sáng", "chiều"),
    ("nam", "nữ"), ("cũ", "mới"), ("cao", "thấp"), ("sớm", "muộn"), ("lớn", "nhỏ"), ("đầu", "cuối"), ("nhận", "nộp"),
    ("bắt đầu", "kết thúc"), ("bắt buộc", "tự nguyện"), ("được", "cấm"), ("chồng", "vợ"), ("cha", "mẹ"),
    ("thêm", "bớt"), ("nhanh", "chậm"), ("trực tiếp", "trực tuyến"), ("bên mua", "bên bán"), ("hoàn", "thu"),
    ("bản chính", "bản sao"), ("nhiều hơn", "ít hơn"), ("có lãi", "không lãi"),
)  # fmt: skip


def contradicts(claim: Sequence[str], evidence: Sequence[Sequence[str]]) -> bool:
    """Whether `claim` says the opposite of what the clauses of `evidence` say. All are words in lower case."""
    nearest = max(evidence, key=lambda clause: _likeness(claim, clause))
    return _denies_otherwise(claim, evidence) or _bounds_otherwise(claim, nearest) or _opposed(claim, nearest)


def _likeness(claim: Sequence[str], clause: Sequence[str]) -> float:
    ours, theirs = set(claim), set(clause)
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))


def _denies_otherwise(claim: Sequence[str], evidence: Sequence[Sequence[str]]) -> bool:
    """Whether a word is denied here and not there, in the clause that says it of the same thing, or the other way."""
    ours = set(_denied(claim))
    for word in ours | {word for clause in evidence for word in _denied(clause) if word in claim}:
        told = [clause for clause in evidence if word in clause]
        about = set(claim[: claim.index(word)])
        if told and (word in ours) != (
            word in _denied(max(told, key=lambda one: (len(about & set(one)), _likeness(claim, one))))
        ):
            return True
    return False


def _denied(words: Sequence[str]) -> Iterator[str]:
    """The first telling word behind each denial."""
    for at, word in enumerate(words):
        following = words[at + 1 : at + 1 + _REACH]
        if word in _DENIALS and following and following[0] not in _NO_DENIAL_BEFORE:
            told = (other for other in following if other not in _WEAK and other not in _DENIALS)
            first = next(told, "")
            if first not in ("", "ạ"):
                yield first


def _bounds_otherwise(claim: Sequence[str], evidence: Sequence[str]) -> bool:
    ours, theirs = _bounds(claim), _bounds(evidence)
    return bool(ours - theirs)


def _bounds(words: Sequence[str]) -> Set[str]:
    text = f" {' '.join(words)} "
    return {name for name, phrases in _LIMITS.items() if any(f" {phrase} " in text for phrase in phrases)}


def _opposed(claim: Sequence[str], evidence: Sequence[str]) -> bool:
    ours, theirs = f" {' '.join(claim)} ", f" {' '.join(evidence)} "

    def only(text: str, word: str, other: str) -> bool:
        return f" {word} " in text and f" {other} " not in text

    return any(
        (only(ours, left, right) and only(theirs, right, left))
        or (only(ours, right, left) and only(theirs, left, right))
        for left, right in _OPPOSITES
    )
