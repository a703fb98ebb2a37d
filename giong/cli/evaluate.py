"""`giong evaluate`: what engines are worth on given data. Each figure is measured when the command runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from giong import settings
from giong.app import engines_of
from giong.cli.language import t
from giong.cli.progress import bar, named_bars
from giong.cli.session import as_json, show_json
from giong.engines.table import Slot

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group(
    help=t("Đo bộ máy trên dữ liệu của bạn.", "Measure engines on your data."),
    epilog=t(
        "Ví dụ: giong evaluate transcription manifest.jsonl --telephone --json",
        "Example: giong evaluate transcription manifest.jsonl --telephone --json",
    ),
)
def evaluate() -> None:
    pass


@evaluate.command(
    help=t(
        "Nhận dạng tiếng nói: WER, CER và tốc độ. Mỗi dòng của MANIFEST: {audio_filepath, text, duration}.",
        "Recognition: WER, CER and speed. Each line of MANIFEST: {audio_filepath, text, duration}.",
    ),
    epilog=t(
        "Ví dụ: giong evaluate transcription manifest.jsonl --telephone --bias menu.txt --json",
        "Example: giong evaluate transcription manifest.jsonl --telephone --bias menu.txt --json",
    ),
)
@click.argument("manifest", type=FILE)
@click.option(
    "--telephone",
    is_flag=True,
    help=t("Qua đường điện thoại 8 kHz µ-law", "Through an 8 kHz µ-law telephone line"),
)
@click.option("--noise-db", type=float, help=t("Thêm tiếng ồn trắng ở mức SNR này", "Add white noise at this SNR"))
@click.option("--bias", type=FILE, help=t("Mỗi dòng một câu được chờ đợi", "One expected phrase a line"))
@as_json
def transcription(manifest: Path, telephone: bool, noise_db: float | None, bias: Path | None, json_: bool) -> None:
    from giong.evaluation.transcription import evaluate_transcription

    recogniser = engines_of(settings.load()).load(Slot.ASR)
    with bar(t("Nhận dạng", "Recognising")) as progress:
        report = evaluate_transcription(
            manifest,
            recogniser,
            telephone=telephone,
            noise_db=noise_db,
            bias_phrases=_phrases(bias) if bias else None,
            on_progress=progress,
        )
    _show(report.as_json(), json_)


@evaluate.command(
    help=t("Giọng đọc: đọc từng câu rồi nghe lại.", "Synthesis: each sentence is spoken, then transcribed back."),
    epilog=t("Ví dụ: giong evaluate speech cau.txt --json", "Example: giong evaluate speech cau.txt --json"),
)
@click.argument("sentences", type=FILE)
@click.option("--voice", "voices", multiple=True, help=t("Giọng (dùng được nhiều lần)", "Voice (repeatable)"))
@as_json
def speech(sentences: Path, voices: tuple[str, ...], json_: bool) -> None:
    from giong.evaluation.speech import evaluate_speech, read_sentences

    lines = read_sentences(sentences)
    engines = engines_of(settings.load())
    with named_bars() as progress:
        reports = evaluate_speech(
            lines,
            synthesiser=engines.load(Slot.TTS),
            recogniser=engines.load(Slot.ASR),
            voices=voices,
            on_progress=progress,
        )
    if json_:
        show_json({"voices": [report.as_json() for report in reports]})
    else:
        for report in reports:
            _show(report.as_json(), json_)


@evaluate.command(
    help=t("Tìm kiếm: bộ câu hỏi theo cấu trúc BEIR.", "Retrieval: a question set in the BEIR layout."),
    epilog=t(
        "Ví dụ: giong evaluate retrieval beir --strip-diacritics --json",
        "Example: giong evaluate retrieval beir --strip-diacritics --json",
    ),
)
@click.argument("folder", type=FOLDER)
@click.option("--strip-diacritics", is_flag=True, help=t("Câu hỏi gõ không dấu", "Questions typed without diacritics"))
@click.option(
    "--mode",
    type=click.Choice(["hybrid", "lexical", "dense"]),
    default="hybrid",
    help=t("Tìm theo cả hai, theo từ, hay theo nghĩa", "By both, by words, or by meaning"),
)
@click.option(
    "--index-dir",
    type=click.Path(path_type=Path),
    help=t("Giữ chỉ mục ở đây để lần sau khỏi tính lại", "Keep the index here, so that the next run is quick"),
)
@as_json
def retrieval(folder: Path, strip_diacritics: bool, mode: str, index_dir: Path | None, json_: bool) -> None:
    from giong.evaluation.retrieval import evaluate as measure
    from giong.retrieval.index import Mode

    with named_bars() as progress:
        figures = measure(
            folder,
            embedder=None if mode == "lexical" else engines_of(settings.load()).load(Slot.EMBEDDING),
            mode=Mode(mode),
            strip_diacritics=strip_diacritics,
            index_folder=index_dir,
            on_progress=progress,
        )
    _show(figures.as_json(), json_)


@evaluate.command(
    help=t(
        "Trả lời từ tài liệu: tệp SQuAD 1.1; cho sẵn đoạn văn, rồi tự tìm trong mọi đoạn của tệp.",
        "Answers from documents: a SQuAD 1.1 file; with the paragraph given, and found among all of the file.",
    ),
    epilog=t(
        "Ví dụ: giong evaluate answers squad.json --folds 6 --unanswerable --json",
        "Example: giong evaluate answers squad.json --folds 6 --unanswerable --json",
    ),
)
@click.argument("file", type=FILE)
@click.option(
    "--folds",
    type=click.IntRange(min=2),
    help=t(
        "Huấn luyện lại bộ đọc, mỗi phần bài một lần, không cho thấy bài được hỏi (cần lightgbm)",
        "Fit the reader anew for each part of the articles, without those asked about (needs lightgbm)",
    ),
)
@click.option(
    "--unanswerable",
    is_flag=True,
    help=t(
        "Hỏi thêm mỗi câu với bài khác, nơi không có câu trả lời",
        "Ask each question of another article too, which does not answer it",
    ),
)
@as_json
def answers(file: Path, folds: int | None, unanswerable: bool, json_: bool) -> None:
    from giong.evaluation.answers import evaluate as measure

    with named_bars() as progress:
        figures = measure(
            file,
            embedder=engines_of(settings.load()).load(Slot.EMBEDDING),
            folds=folds or 0,
            unanswerable=unanswerable,
            on_progress=progress,
        )
    _show(figures.as_json(), json_)


@evaluate.command(
    help=t(
        "Đọc trang giấy: thư mục có TÊN.png|jpg|pdf đi cùng TÊN.gt.txt; CER, WER, tốc độ và bộ nhớ.",
        "Reading pages: a folder of NAME.png|jpg|pdf with NAME.gt.txt; CER, WER, speed and memory.",
    ),
    epilog=t("Ví dụ: giong evaluate reading trang/ --json", "Example: giong evaluate reading pages/ --json"),
)
@click.argument("folder", type=FOLDER)
@click.option(
    "--engine",
    default="hybrid",
    show_default=True,
    help=t("Bộ đọc dòng, xem giong engines", "The reader of lines, see giong engines"),
)
@as_json
def reading(folder: Path, engine: str, json_: bool) -> None:
    from giong.engines.load import load
    from giong.evaluation.reading import evaluate_reading
    from giong.vision.reading import PageReader

    reader = PageReader(load(Slot.OCR, engine, weights=settings.load().weights_dir))
    with bar(t("Đọc", "Reading")) as progress:
        report = evaluate_reading(folder, reader.read_leaf, on_progress=progress)
    _show(report.as_json(), json_)


@evaluate.command(
    help=t(
        "Đọc giấy tờ: mỗi ẢNH (jpg, png, pdf …) trong DIR đi cùng TÊN.json {kind, level, fields, expect_reject}.",
        "Reading papers: each picture (jpg, png, pdf …) in DIR with a NAME.json {kind, level, fields, expect_reject}.",
    ),
    epilog=t("Ví dụ: giong evaluate documents the-cccd --json", "Example: giong evaluate documents cards --json"),
)
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.option(
    "--kind-given",
    is_flag=True,
    help=t("Cho biết trước loại giấy tờ, như một ứng dụng hỏi đúng loại", "Tell the kind, as an app that asks for one"),
)
@click.option(
    "--details",
    type=click.Path(dir_okay=False, path_type=Path),
    help=t("Ghi từng ảnh một dòng JSON vào tệp này", "Write a line of JSON for each picture to this file"),
)
@as_json
def documents(folder: Path, kind_given: bool, details: Path | None, json_: bool) -> None:
    from giong.documents.reading import DocumentReader
    from giong.evaluation.documents import evaluate_documents
    from giong.vision.reading import PageReader

    with bar(t("Đọc giấy tờ", "Reading papers")) as progress:
        report = evaluate_documents(folder, DocumentReader(PageReader()), kind_given=kind_given, on_progress=progress)
    for broken in report.broken:
        click.echo(f"{broken.file}: {broken.problem}", err=True)
    if details is not None:
        lines = (json.dumps(outcome.as_json(), ensure_ascii=False) for outcome in report.outcomes)
        details.write_text("\n".join(lines) + "\n", encoding="utf-8")
    _show(report.as_json(), json_)


PATH = click.Path(exists=True, path_type=Path)


@evaluate.command(
    help=t(
        "Hiểu câu: học ý định và thông tin từ một phần dữ liệu gán nhãn, đo trên phần kia.",
        "Understanding: intents and slots are learnt from one labelled part and measured on another.",
    ),
    epilog=t(
        "Ví dụ: giong evaluate understanding --train du-lieu/train --test du-lieu/dev --json",
        "Example: giong evaluate understanding --train data/train --test data/dev --json",
    ),
)
@click.option(
    "--train",
    type=PATH,
    required=True,
    help=t(
        "Để học: thư mục có seq.in, seq.out, label; thư mục trợ lý; hoặc tệp .jsonl",
        "To learn from: a folder with seq.in, seq.out, label; an assistant's folder; or a .jsonl file",
    ),
)
@click.option(
    "--test",
    type=PATH,
    help=t(
        "Để đo, cùng cấu trúc; nếu không có, một phần mười của phần để học được giữ lại",
        "To measure on, in the same layout; without it a tenth of the training side is held out",
    ),
)
@click.option("--texts", help=t("Tệp câu, mỗi dòng một câu", "The folder's file of sentences"))
@click.option("--labels", help=t("Tệp nhãn, mỗi dòng một nhãn", "The folder's file of labels"))
@click.option(
    "--strip-diacritics", is_flag=True, help=t("Câu để đo được gõ không dấu", "The test side typed without diacritics")
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help=t("Cùng số, cùng kết quả", "Same number, same result")
)
@click.option(
    "--report",
    "report_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help=t("Ghi báo cáo từng ý định và thông tin vào tệp JSON này", "Write figures per intent and slot to this file"),
)
@as_json
def understanding(
    train: Path,
    test: Path | None,
    texts: str | None,
    labels: str | None,
    strip_diacritics: bool,
    seed: int,
    report_file: Path | None,
    json_: bool,
) -> None:
    from giong.adaptation.labelled import columns, read_samples
    from giong.adaptation.split import held_out
    from giong.evaluation.understanding import evaluate as measure

    named = columns(texts, labels)
    samples = read_samples(train, named)
    to_learn, to_measure = (samples, read_samples(test, named)) if test else held_out(samples, seed=seed)
    with named_bars() as progress:
        figures = measure(
            to_learn,
            to_measure,
            strip_diacritics=strip_diacritics,
            seed=seed,
            on_progress=progress,
        )
    if report_file:
        report_file.write_text(json.dumps(figures.report.as_json(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    _show(figures.as_json(), json_)


def _phrases(file: Path) -> list[str]:
    return [line.strip() for line in file.read_text(encoding="utf-8-sig").splitlines() if line.strip()]


def _show(figures: dict[str, Any], json_: bool) -> None:
    if json_:
        show_json(figures)
    else:
        click.echo("\n".join(f"{name:16} {value}" for name, value in figures.items()))
