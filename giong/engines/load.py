"""From a slot and a name to an engine, and what is missing for it. Imports only what is asked for."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from giong.engines.table import ENGINES, WEIGHTS, Engine, Slot, Weights
from giong.errors import BadConfiguration, Unavailable


@dataclass(frozen=True)
class Missing:
    """Something that an engine needs and that is not there, with the command that brings it."""

    what: str
    command: str


@dataclass(frozen=True)
class State:
    """Whether an engine could be loaded now. Loading is not tried: that costs seconds and memory."""

    engine: Engine
    missing: tuple[Missing, ...]

    @property
    def ready(self) -> bool:
        return not self.missing


def find(slot: str, name: str) -> Engine:
    """The row of an engine."""
    for engine in ENGINES:
        if (engine.slot, engine.name) == (slot, name):
            return engine
    known = ", ".join(engine.name for engine in ENGINES if engine.slot == slot) or ", ".join(Slot)
    raise BadConfiguration(
        "engine.unknown",
        vi=f"Không có bộ máy “{name}” cho phần “{slot}”. Hãy chọn một trong: {known}",
        en=f"There is no engine “{name}” for “{slot}”. Choose one of: {known}",
    )


def load(slot: str, name: str, *, weights: Path, **options: Any) -> Any:
    """The engine `name`, made with `options`. `weights` is the folder into which weights are pulled.

    The result keeps the Protocol of its slot (`Recogniser`, `Synthesiser`, …). Raises `Unavailable` with the command
    that installs what is missing, and `BadConfiguration` for an unknown engine or wrong options. Where an engine needs
    weights, `options["model"]` may name a set of the table, or the path of a file; by default it is the first set that
    is there.
    """
    engine = find(slot, name)
    _check_options(engine, options)
    if missing := _missing(engine, weights, options):
        raise _unavailable(engine, missing[0])
    if engine.weights:
        options["model"] = _model(engine, weights, options)
    factory = _factory(engine)
    try:
        inspect.signature(factory).bind(**options)
    except TypeError as error:
        raise _wrong_options(engine, str(error)) from error
    return factory(**options)


def states(*, weights: Path) -> list[State]:
    """Every engine and what is missing for it: for `giong engines`, `giong doctor` and `/health`."""
    return [State(engine, _missing(engine, weights, {})) for engine in ENGINES]


def model_file(name: str, *, weights: Path) -> Path | None:
    """The first file of the set `name`, once all its files are there."""
    for known in WEIGHTS:
        if known.name == name:
            files = [weights / name / file.name for file in known.files]
            return files[0] if all(file.is_file() for file in files) else None
    return None


def pullable(name: str) -> Weights:
    """The set of weights called `name`."""
    for known in WEIGHTS:
        if known.name == name:
            return known
    names = ", ".join(known.name for known in WEIGHTS)
    raise BadConfiguration(
        "engine.unknown_weights",
        vi=f"Không có bộ trọng số “{name}”. Các bộ tải được: {names}",
        en=f"There are no weights “{name}”. These can be pulled: {names}",
    )


def _factory(engine: Engine) -> Callable[..., Any]:
    module, _, function = engine.factory.partition(":")
    factory: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return factory


def _missing(engine: Engine, weights: Path, options: dict[str, Any]) -> tuple[Missing, ...]:
    packages = (
        Missing(package.install, package.command)
        for package in engine.packages
        if importlib.util.find_spec(package.module) is None
    )
    programs = (
        Missing(program.name, program.command) for program in engine.programs if shutil.which(program.name) is None
    )
    return (*packages, *programs, *_missing_weights(engine, weights, options))


def _missing_weights(engine: Engine, weights: Path, options: dict[str, Any]) -> Iterable[Missing]:
    wanted = options.get("model")
    if not engine.weights or (wanted and wanted not in engine.weights):
        return []
    candidates = (str(wanted),) if wanted else engine.weights
    if any(model_file(name, weights=weights) for name in candidates):
        return []
    return [Missing(candidates[0], f"giong engines pull {candidates[0]}")]


def _model(engine: Engine, weights: Path, options: dict[str, Any]) -> Path:
    wanted = options.get("model")
    if wanted and wanted not in engine.weights:
        return Path(wanted)
    candidates = (str(wanted),) if wanted else engine.weights
    return next(file for name in candidates if (file := model_file(name, weights=weights)))


def _check_options(engine: Engine, options: dict[str, Any]) -> None:
    absent = [name for name in engine.options if not options.get(name)]
    if absent:
        raise BadConfiguration(
            "engine.missing_option",
            vi=f"Bộ máy {engine.slot} “{engine.name}” cần thiết lập: {', '.join(absent)}",
            en=f"The {engine.slot} engine “{engine.name}” needs these settings: {', '.join(absent)}",
        )


def _unavailable(engine: Engine, missing: Missing) -> Unavailable:
    return Unavailable(
        "engine.missing",
        vi=f"Bộ máy {engine.slot} “{engine.name}” chưa có {missing.what}. Hãy chạy: {missing.command}",
        en=f"The {engine.slot} engine “{engine.name}” lacks {missing.what}. Run: {missing.command}",
    )


def _wrong_options(engine: Engine, reason: str) -> BadConfiguration:
    return BadConfiguration(
        "engine.wrong_option",
        vi=f"Thiết lập của bộ máy {engine.slot} “{engine.name}” không đúng: {reason}",
        en=f"The settings of the {engine.slot} engine “{engine.name}” are wrong: {reason}",
    )
