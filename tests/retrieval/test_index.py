"""The index: incremental, atomic, shared between threads and processes, and what is removed is gone."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from giong.errors import BadConfiguration, BadInput, NotFound, StorageFull, Unavailable
from giong.language.embedding.embedder import Vectors
from giong.language.embedding.hashing import HashingEmbedder
from giong.retrieval.index import Index, Mode
from giong.retrieval.store import FILE
from tests.retrieval import files


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index.open(tmp_path / "index") as opened:
        opened.add("hoi-dap.csv", files.FAQ_CSV.encode())
        opened.add("tam-tru.md", files.MARKDOWN.encode())
        opened.add("quy-che.txt", files.STATUTE.encode(), title="Quy chế thư viện")
        yield opened


def test_words_are_searchable_at_once(index: Index) -> None:
    best = index.search("báo mất điện ở đâu")[0]
    assert best.passage.question == "Tôi báo mất điện ở đâu?"
    assert best.dense is None
    assert 0 < best.score <= 1


def test_questions_without_diacritics_find_the_same(index: Index) -> None:
    for query, plain in [
        ("trả sách muộn phải nộp bao nhiêu", "tra sach muon phai nop bao nhieu"),
        ("lệ phí", "le phi"),
    ]:
        assert index.search(query)[0].passage.id == index.search(plain)[0].passage.id


def test_both_places_of_the_tone_mark_are_one_spelling(index: Index) -> None:
    assert index.search("hoá đơn")[0].lexical == index.search("hóa đơn")[0].lexical > 0


def test_headings_and_titles_are_searched_too(index: Index) -> None:
    assert index.search("thư viện phạm vi điều chỉnh")[0].passage.heading[-1] == "Điều 1. Phạm vi điều chỉnh"


def test_nothing_is_found_where_nothing_fits(index: Index) -> None:
    assert index.search("zzz qqq") == []
    assert index.search("  ") == []
    assert index.search("???") == []
    assert index.search("điện", limit=0) == []
    assert index.search("x" * 100_000) == []


def test_the_same_file_again_is_no_work_and_a_changed_one_replaces_only_itself(index: Index) -> None:
    before = {hit.passage.id for hit in index.search("lệ phí", limit=20)}
    assert index.add("tam-tru.md", files.MARKDOWN.encode()).unchanged
    changed = index.add("tam-tru.md", files.MARKDOWN.replace("15.000", "20.000").encode())
    assert not changed.unchanged
    assert len(index.sources()) == 3
    assert "20.000" in index.source_text(changed.source.id)
    after = {hit.passage.id for hit in index.search("lệ phí", limit=20)}
    assert before & after, "passages that did not change keep their ids"
    assert before - after, "passages that changed are gone"


def test_a_refused_file_leaves_the_old_one(index: Index) -> None:
    with pytest.raises(BadInput):
        index.add("tam-tru.md", b"\x00\xff")
    assert index.search("đăng ký tạm trú")[0].passage.source_title == "Đăng ký tạm trú"


def test_removed_is_gone_for_good(index: Index, tmp_path: Path) -> None:
    embedder = HashingEmbedder()
    index.embed_pending(embedder)
    source = next(source for source in index.sources() if source.name == "hoi-dap.csv")
    passage = index.search("báo mất điện")[0].passage
    vector = embedder.passages([f"{passage.context}\n{passage.text}"])[0].astype(np.float16).tobytes()

    def on_disk(needle: bytes) -> bool:
        return any(needle in path.read_bytes() for path in (tmp_path / "index").iterdir())

    assert on_disk(b"1900 0000")
    index.remove(source.id)
    assert not on_disk(b"1900 0000")
    assert not on_disk("tổng đài".encode())
    assert not on_disk(vector)
    assert all(hit.passage.source_id != source.id for hit in index.search("báo mất điện", limit=20))
    for gone in (
        lambda: index.remove(source.id),
        lambda: index.source_text(source.id),
        lambda: index.passage(passage.id),
    ):
        with pytest.raises(NotFound):
            gone()


def test_passages_are_found_by_id(index: Index) -> None:
    passage = index.search("lệ phí")[0].passage
    assert index.passage(passage.id) == passage


def test_it_is_still_there_when_opened_again(index: Index, tmp_path: Path) -> None:
    with Index.open(tmp_path / "index") as again:
        assert [hit.passage.id for hit in again.search("lệ phí")] == [hit.passage.id for hit in index.search("lệ phí")]


def test_another_process_is_noticed(index: Index, tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from giong.retrieval.index import Index\n"
        "with Index.open(Path(sys.argv[1])) as index: index.add('moi.txt', 'Bể bơi mở cửa lúc 6 "
        "giờ.'.encode())"
    )
    assert index.search("bể bơi") == []
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "index")], check=True)
    assert index.search("bể bơi mở cửa")[0].passage.text == "Bể bơi mở cửa lúc 6 giờ."


def test_a_reader_never_sees_half_a_source(index: Index) -> None:
    versions = ["\n\n".join(f"# Mục {n}\n\nphiên bản {word} số {n}" for n in range(30)) for word in ("trước", "sau")]
    index.add("lon.md", versions[0].encode())
    stop = threading.Event()
    torn: list[set[str]] = []

    def read() -> None:
        while not stop.is_set():
            hits = index.search("phiên bản", limit=100)
            words = {hit.passage.text.split()[2] for hit in hits if hit.passage.text.startswith("phiên bản")}
            if len(words) != 1 or sum(hit.passage.text.startswith("phiên bản") for hit in hits) != 30:
                torn.append(words)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for turn in range(10):
        index.add("lon.md", versions[(turn + 1) % 2].encode())
    stop.set()
    for reader in readers:
        reader.join()
    assert torn == []


def test_vectors_follow_and_survive_a_change_elsewhere_in_the_file(tmp_path: Path) -> None:
    embedder = HashingEmbedder()
    with Index.open(tmp_path, embedder) as index:
        index.add("tam-tru.md", files.MARKDOWN.encode())
        pending = index.pending()
        assert pending == 5
        told: list[tuple[int, int]] = []
        assert index.embed_pending(embedder, batch=2, on_progress=lambda done, of: told.append((done, of))) == 5
        assert told == [(2, 5), (4, 5), (5, 5)]
        assert index.pending() == 0
        assert index.search("lệ phí")[0].dense is not None
        index.add("tam-tru.md", files.MARKDOWN.replace("3 ngày làm việc", "2 ngày làm việc").encode())
        assert index.pending() == 1


def test_embedding_stops_and_goes_on(tmp_path: Path) -> None:
    embedder = HashingEmbedder()
    with Index.open(tmp_path, embedder) as index:
        index.add("tam-tru.md", files.MARKDOWN.encode())
        stop = iter([False, True])
        assert index.embed_pending(embedder, batch=2, stop=lambda: next(stop)) == 2
        assert index.pending() == 3
        assert index.embed_pending(embedder) == 3


def test_another_embedder_means_embedding_again(tmp_path: Path) -> None:
    with Index.open(tmp_path, HashingEmbedder(64)) as index:
        index.add("tam-tru.md", files.MARKDOWN.encode())
        index.embed_pending(HashingEmbedder(64))
        assert index.pending() == 0
    with Index.open(tmp_path, HashingEmbedder(32)) as index:
        assert index.pending() == 5
        assert index.search("lệ phí")[0].dense is None
        index.embed_pending(HashingEmbedder(32))
        assert index.search("lệ phí", mode=Mode.DENSE)[0].dense is not None


class AwayEmbedder(HashingEmbedder):
    def queries(self, texts: Sequence[str]) -> Vectors:
        raise Unavailable("engine.embedder_away", vi="vắng", en="away")


def test_words_still_find_when_the_embedder_is_away(tmp_path: Path) -> None:
    with Index.open(tmp_path, AwayEmbedder()) as index:
        index.add("tam-tru.md", files.MARKDOWN.encode())
        index.embed_pending(AwayEmbedder())
        assert index.search("lệ phí")[0].dense is None


def test_a_damaged_or_foreign_file_is_told_apart_from_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / FILE).write_bytes(b"not a database at all" * 100)
    with pytest.raises(BadConfiguration) as error:
        Index.open(tmp_path / "a")
    assert error.value.code == "index.damaged"
    Index.open(tmp_path / "b").close()
    with sqlite3.connect(tmp_path / "b" / FILE) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(BadConfiguration) as error:
        Index.open(tmp_path / "b")
    assert error.value.code == "index.other_version"


def test_a_full_disk_leaves_the_index_as_it_was(index: Index) -> None:
    # The smallest limit that SQLite accepts is the present size, which is what a full disk looks like to it.
    index._store._writer.execute("PRAGMA max_page_count = 1")
    with pytest.raises(StorageFull):
        index.add("lon.txt", ("chữ " * 100_000).encode())
    assert len(index.sources()) == 3
    assert index.search("báo mất điện")
    index._store._writer.execute("PRAGMA max_page_count = 1000000")
    assert not index.add("lon.txt", ("chữ " * 1_000).encode()).unchanged


def test_the_same_question_is_embedded_once(tmp_path: Path) -> None:
    class Counting(HashingEmbedder):
        asked = 0

        def queries(self, texts: Sequence[str]) -> Vectors:
            self.asked += len(texts)
            return super().queries(texts)

    embedder = Counting()
    with Index.open(tmp_path, embedder) as index:
        index.add("tam-tru.md", files.MARKDOWN.encode())
        index.embed_pending(embedder)
        assert index.search("lệ phí tạm trú") == index.search("lệ phí tạm trú")
        index.search("hồ sơ tạm trú")
    assert embedder.asked == 2


def test_only_the_beginning_of_an_endless_question_is_embedded(tmp_path: Path) -> None:
    embedded: list[str] = []

    class Watched(HashingEmbedder):
        def queries(self, texts: Sequence[str]) -> Vectors:
            embedded.extend(texts)
            return super().queries(texts)

    with Index.open(tmp_path, Watched()) as index:
        index.add("a.txt", "Lệ phí là 15.000 đồng.".encode())
        index.embed_pending(HashingEmbedder())
        for query in ("ế" * 2_000, "lệ phí " * 400, f"{'x' * 40} " * 50, "lệ phí là bao nhiêu"):
            index.search(query)
    assert all(len(text) <= 320 for text in embedded)
    assert all(len(text.split()) <= 64 for text in embedded)
    assert embedded[-1] == "lệ phí là bao nhiêu"


def test_an_index_of_the_version_before_is_brought_up_to_date(tmp_path: Path) -> None:
    text = "# Biểu phí\n\nBiểu phí này áp dụng từ ngày 1/3/2026. Phí là 5.000 đồng.\n".encode()
    with Index.open(tmp_path) as index:
        source = index.add("bieu-phi.md", text).source
    with sqlite3.connect(tmp_path / "index.sqlite3") as before:
        for table, columns in (
            ("source", ("validity", "stated", "reading")),
            ("passage", ('"row"', "keywords", "since", "until")),
        ):
            for column in columns:
                before.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        before.execute("PRAGMA user_version = 1")
    with Index.open(tmp_path) as index:
        assert index.register().validity(source.id).since == date(2026, 3, 1)
        assert index.search("phí bao nhiêu")[0].passage.text.endswith("5.000 đồng.")
        assert not index.add("bieu-phi.md", text).unchanged
        assert index.add("bieu-phi.md", text).unchanged
