"""Our model of understanding behind one route of HTTP, as Rasa serves its own: to be timed and weighed beside it.

python -m bench.reader fit FOLDER MODEL SEED
python -m bench.reader serve MODEL PORT
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from giong.dialogue.nlu.trained.model import Model


def parsed(model: Model, text: str) -> dict[str, Any]:
    """What the model reads, in the shape of Rasa's answer; intents that belong together are joined by +."""
    words = text.split()
    ends = [len(" ".join(words[: count + 1])) for count in range(len(words))]
    reading = model.predict(words)
    return {
        "text": text,
        "intent": {"name": "+".join(sorted(reading.choice)), "confidence": reading.confidence},
        "entities": [
            {"entity": span.slot, "start": ends[span.start] - len(words[span.start]), "end": ends[span.end - 1]}
            for span, _ in reading.slots
        ],
    }


def serve(file: Path, port: int) -> None:
    import uvicorn
    from fastapi import FastAPI

    model = Model.load(file)
    api = FastAPI()

    @api.post("/model/parse")
    def parse(message: dict[str, Any]) -> dict[str, Any]:
        return parsed(model, message["text"])

    uvicorn.run(api, port=port, log_level="warning", access_log=False)


def fit(folder: Path, file: Path, seed: int) -> None:
    from giong.adaptation.labelled import read_samples
    from giong.dialogue.nlu.trained.ensemble import fit as fitted

    fitted(read_samples(folder), seed=seed).save(file)


if __name__ == "__main__":
    task, *arguments = sys.argv[1:]
    if task == "fit":
        fit(Path(arguments[0]), Path(arguments[1]), int(arguments[2]))
    else:
        serve(Path(arguments[0]), int(arguments[1]))
