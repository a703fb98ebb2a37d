"""The composition root: the only module that knows every room. Opens them in order and closes them again."""

from __future__ import annotations

import asyncio
import errno
import os
import platform
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from giong.accounts.keys import Keys
from giong.accounts.meter import Meter
from giong.accounts.organisations import Organisation, Organisations
from giong.accounts.tickets import Tickets
from giong.adaptation.faq.library import Library
from giong.adaptation.mending.learning import Learning
from giong.clock import SystemClock
from giong.conversations.calls.callbacks import Callbacks
from giong.conversations.calls.file import Archive
from giong.conversations.calls.record import Calls
from giong.conversations.calls.recordings import Recordings
from giong.conversations.calls.retelling import WITHIN_S, Retelling
from giong.conversations.calls.retention import Policy, Retention
from giong.conversations.calls.transcripts import Transcripts
from giong.conversations.campaigns.campaign import Campaigns
from giong.conversations.campaigns.dialler import Dialler
from giong.conversations.campaigns.do_not_call import DoNotCall
from giong.conversations.campaigns.lists import Lists
from giong.conversations.campaigns.results import Results
from giong.conversations.catalogue import Conversations
from giong.conversations.exchange.announcing import VoiceAnnouncer
from giong.conversations.exchange.connection import House
from giong.conversations.exchange.desks import Desks
from giong.conversations.exchange.directory import Directory
from giong.conversations.exchange.exchange import Exchange
from giong.conversations.exchange.lines import audiosocket_bind, telephone_config, trusted_networks
from giong.conversations.exchange.switchboard import Switchboard
from giong.conversations.exchange.transfers import Transfers
from giong.conversations.knowledge import Librarian
from giong.conversations.photos import Photos
from giong.conversations.ratings import Ratings
from giong.conversations.reception import Reception
from giong.conversations.staff import Staff
from giong.conversations.stateless import Talks
from giong.conversations.versions import Versions
from giong.dialogue.assistance.grounding.meaning import by_meaning
from giong.dialogue.assistance.helper import ModelAssistance
from giong.dialogue.assistance.wording import ModelWording
from giong.dialogue.assistant import Assistant
from giong.dialogue.folder.reading import is_assistant
from giong.dialogue.knowledge import IndexKnowledge
from giong.dialogue.mind import Mind, train
from giong.dialogue.nlu.meanings import Meanings
from giong.engines.admission import Admission
from giong.engines.load import find
from giong.engines.running import Choice, LazyEmbedder, Running
from giong.engines.table import Slot
from giong.errors import BadConfiguration, StorageFull
from giong.evaluation.trial import try_out
from giong.jobs.board import Jobs
from giong.jobs.dispatch import Dispatch, Inline
from giong.jobs.durable import Durable
from giong.labelling.queue import Queue
from giong.labelling.teaching import Teaching
from giong.language.llm.guarded import GuardedModel, Patience
from giong.language.llm.model import LanguageModel
from giong.papers.configured import RECEIVED, master_of, readers_of, secret_file
from giong.papers.delivery import Deliveries
from giong.papers.desk import Desk
from giong.papers.formbook import Formbook
from giong.papers.keyring import Keyring
from giong.papers.persons.faces import Faces
from giong.papers.persons.likeness import Thresholds
from giong.papers.persons.sessions import Persons
from giong.papers.persons.sessions import Policy as PersonPolicy
from giong.papers.persons.telling import Telling
from giong.papers.register import Papers
from giong.papers.retention import Policy as PaperPolicy
from giong.papers.retention import Retention as PaperRetention
from giong.papers.shelf import Shelf
from giong.papers.vault import Vault
from giong.retrieval.index import Index
from giong.settings import Settings
from giong.speech.gate import GatedActivity
from giong.speech.silero import SileroActivity
from giong.storage.blobs import Blobs
from giong.storage.database import Database
from giong.storage.migrate import migrate
from giong.telephony.audiosocket import LOOPBACK, AudioSocketDoor
from giong.telephony.telephone import Telephone


@dataclass(frozen=True)
class Rooms:
    """Everything that a server or a command works with. `home` is the organisation of the page and of the commands."""

    settings: Settings
    database: Database
    blobs: Blobs
    organisations: Organisations
    keys: Keys
    tickets: Tickets
    meter: Meter
    home: Organisation
    engines: Running
    versions: Versions
    staff: Staff
    jobs: Jobs
    librarian: Librarian
    library: Library
    learning: Learning
    ratings: Ratings
    conversations: Conversations
    talks: Talks
    campaigns: Campaigns
    lists: Lists
    results: Results
    do_not_call: DoNotCall
    dialler: Dialler
    reception: Reception
    calls: Calls
    transcripts: Transcripts
    callbacks: Callbacks
    recordings: Recordings
    retention: Retention
    papers: Papers
    formbook: Formbook
    teaching: Teaching
    photos: Photos
    persons: Persons
    telling: Telling
    reviews: Queue
    desk: Desk
    paper_retention: PaperRetention
    deliveries: Deliveries
    admission: Admission
    switchboard: Switchboard


@asynccontextmanager
async def open_rooms(settings: Settings, *, dispatch: Dispatch | None = None) -> AsyncIterator[Rooms]:
    """Open the rooms, with the assistants of `settings.assistants` in the staff of the home organisation.

    Background jobs are run by `dispatch` once `jobs.start` was called; by default they live and die with this process.
    """
    async with AsyncExitStack() as closing:
        data = _made(settings.data_dir)
        database = Database(settings.database, readers=settings.database_readers)
        closing.push_async_callback(database.close)
        await migrate(database)
        organisations = Organisations(database)
        home = await organisations.ensure(settings.organisation)
        engines = engines_of(settings)
        closing.callback(engines.close)
        versions = Versions(data / "assistants")
        staff = Staff(
            knowledge=data / "knowledge",
            train=lambda assistant, index: _trained(assistant, index, engines, settings),
            open_index=lambda folder: Index.open(folder, _embedder(engines)),
            versions=versions,
            drafts=settings.drafts,
        )
        closing.callback(staff.close)
        staff.employ(home.id, folders_of(settings))
        jobs = Jobs(database, dispatch or Inline(at_once=settings.jobs_at_once))
        closing.push_async_callback(jobs.close)
        vault = Vault(data / RECEIVED, _keyring(settings, data))
        shelf = Shelf(vault)
        desk = Desk(database, shelf, readers_of(settings), jobs)
        closing.push_async_callback(desk.close)
        papers = Papers(database, shelf, desk, keep_pictures=settings.retention_days_pictures > 0)
        deliveries = Deliveries(database, papers, shelf, hosts=frozenset(map(str.lower, settings.webhook_hosts)))
        desk.on_read.append(deliveries.wake)
        conversations = Conversations(database)
        calls = Calls(database, server=f"{platform.node()}:{settings.port}")
        transcripts, callbacks = Transcripts(database), Callbacks(database)
        recordings = Recordings(data / "recordings", kind=settings.recording_format)
        closing.push_async_callback(recordings.close)
        retelling = Retelling(cache(lambda: _patient(engines)), calls, transcripts) if engines.has(Slot.LLM) else None
        if retelling is not None:
            closing.push_async_callback(retelling.close)
        admission = Admission(engines.pressure, most=settings.calls_at_once)
        reviews = Queue(database, papers)
        desk.on_read.append(reviews.fill)
        papers.on_erased.append(reviews.forget)
        formbook = Formbook(database)
        teaching = Teaching(papers, formbook, reviews)
        reviews.on_settled.append(teaching.settled)
        faces = Faces(find(Slot.FACE, settings.face).factory if settings.face else "")
        closing.callback(faces.close)
        persons = Persons(database, papers, faces, _person_policy(settings))
        papers.on_erased.append(persons.forget)
        telling = Telling(deliveries)
        closing.push_async_callback(telling.close)
        photos = Photos(papers)
        reception = Reception(conversations, staff, message_chars=settings.message_chars, photos=photos)
        closing.push_async_callback(reception.close)
        yield Rooms(
            settings=settings,
            database=database,
            blobs=Blobs(database, data / "blobs"),
            organisations=organisations,
            keys=Keys(database),
            tickets=Tickets.open(data / "ticket.secret"),
            meter=Meter(database),
            home=home,
            engines=engines,
            versions=versions,
            staff=staff,
            jobs=jobs,
            librarian=Librarian(staff, engines, jobs),
            library=Library(staff),
            learning=Learning(database, staff, engines, jobs, try_out=try_out),
            ratings=Ratings(database),
            conversations=conversations,
            talks=Talks(),
            campaigns=Campaigns(database),
            lists=Lists(database),
            results=Results(database),
            do_not_call=DoNotCall(database),
            dialler=Dialler(database, at_once=settings.calls_at_once),
            reception=reception,
            calls=calls,
            transcripts=transcripts,
            callbacks=callbacks,
            recordings=recordings,
            retention=Retention(database, recordings, _policy(settings)),
            papers=papers,
            photos=photos,
            persons=persons,
            telling=telling,
            formbook=formbook,
            teaching=teaching,
            reviews=reviews,
            desk=desk,
            paper_retention=PaperRetention(database, papers, vault, _paper_policy(settings)),
            deliveries=deliveries,
            admission=admission,
            switchboard=Switchboard(
                conversations,
                staff,
                engines,
                archive=Archive(
                    calls,
                    transcripts,
                    callbacks,
                    recordings if settings.record_calls else None,
                    retelling,
                ),
                house=House(
                    silence_s=settings.silence_s,
                    announce=settings.announce_recording,
                    desks=Desks.read(settings.phone_people, settings.phone_hours),
                    clock=SystemClock(),
                ),
                admission=admission,
                detector=lambda: GatedActivity(SileroActivity()),
            ),
        )


@asynccontextmanager
async def open_exchange(rooms: Rooms) -> AsyncIterator[Exchange | None]:
    """The telephone of a server, and its campaigns, until the block ends; None where the settings want no telephone."""
    settings = rooms.settings
    config = telephone_config(settings)
    door = audiosocket_bind(settings)
    if config is None and door is None:
        yield None
        return
    announcer = VoiceAnnouncer(rooms.engines)
    exchange = Exchange(
        organisation_id=rooms.home.id,
        directory=Directory.read(
            settings.phone_numbers, otherwise=settings.phone_assistant, staff=rooms.staff.ids(rooms.home.id)
        ),
        staff=rooms.staff,
        switchboard=rooms.switchboard,
        calls=rooms.calls,
        admission=rooms.admission,
        announcer=announcer,
        echo_number=settings.phone_echo_number,
    )
    async with AsyncExitStack() as closing:
        if door is not None:
            trusted = (*LOOPBACK, *trusted_networks(settings))
            opened = await AudioSocketDoor.open(door.host, door.port, on_call=exchange.take_unnumbered, trusted=trusted)
            closing.push_async_callback(opened.close)
        if config is not None:
            telephone = await Telephone.open(config, on_call=exchange.take, on_refused=exchange.refuse)
            closing.push_async_callback(exchange.close, 0)
            desks = Desks.read(settings.phone_people, settings.phone_hours)
            exchange.open(
                Transfers(telephone, announcer, desks, mode=settings.phone_transfer, ring_s=settings.phone_ring_s)
            )
        campaigns = asyncio.create_task(rooms.dialler.run(exchange))
        try:
            yield exchange
        finally:
            rooms.dialler.leave()
            campaigns.cancel()
            await asyncio.gather(campaigns, return_exceptions=True)


def engines_of(settings: Settings) -> Running:
    """The engines that the settings choose; none is loaded yet."""
    chosen = {
        Slot.ASR: settings.asr,
        Slot.TTS: settings.tts,
        Slot.EMBEDDING: settings.embedding,
        Slot.LLM: settings.llm,
    }
    choices = {slot: Choice(name, settings.engine_options(slot)) for slot, name in chosen.items()}
    return Running(choices, weights=settings.weights_dir, cache=settings.cache_dir, threads=settings.engine_threads)


def durable_jobs(settings: Settings) -> Dispatch:
    """Jobs that survive the process; for servers. DBOS keeps its own record beside ours."""
    url = settings.database
    if url.startswith("sqlite"):
        url = f"sqlite:///{(settings.data_dir / 'jobs.db').absolute()}"
    return Durable(url, at_once=settings.jobs_at_once, server=f"{platform.node()}:{settings.port}")


def folders_of(settings: Settings) -> list[Path]:
    """The assistants' folders: each entry of the setting is one, or holds some."""
    found: dict[str, Path] = {}
    for entry in settings.assistants:
        inside = sorted(entry.iterdir()) if entry.is_dir() else []
        for folder in [entry] if is_assistant(entry) else inside:
            if is_assistant(folder):
                found.setdefault(folder.name, folder.resolve())
    return list(found.values())


def _trained(assistant: Assistant, index: Index, engines: Running, settings: Settings) -> Mind:
    model = GuardedModel(engines.load(Slot.LLM)) if engines.has(Slot.LLM) else None
    embedder = _embedder(engines)
    mind = train(
        assistant,
        knowledge=IndexKnowledge(index),
        wording=ModelWording(model, alike=by_meaning(embedder) if embedder else None) if model else None,
        assistance=ModelAssistance(model) if model else None,
        programs=settings.programs,
    )
    if settings.understand_meaning and embedder:
        mind.deepen(Meanings(embedder, settings.cache_dir / "meanings" / f"{assistant.folder.name}.npz"))
    return mind


def _patient(engines: Running) -> LanguageModel:
    """The language model for work that nobody waits for."""
    return GuardedModel(engines.load(Slot.LLM), Patience(first_s=WITHIN_S, total_s=WITHIN_S))


def _policy(settings: Settings) -> Policy:
    return Policy(settings.retention_days_recordings, settings.retention_days_transcripts)


def _keyring(settings: Settings, data: Path) -> Keyring:
    """The organisations' keys, changed over to the present master key where they were wrapped with another."""
    master = master_of(settings, secret_file(data))
    keyring = Keyring(data / RECEIVED, master)
    if master.old:
        keyring.rewrap()
    return keyring


def _person_policy(settings: Settings) -> PersonPolicy:
    return PersonPolicy(
        automatic=settings.ekyc_automatic,
        thresholds=Thresholds(settings.ekyc_match_distance, settings.ekyc_differ_distance),
        least_age=settings.ekyc_least_age,
        seconds=settings.ekyc_session_s,
    )


def _paper_policy(settings: Settings) -> PaperPolicy:
    return PaperPolicy(settings.retention_days_pictures, settings.retention_days_papers)


def _embedder(engines: Running) -> LazyEmbedder | None:
    return LazyEmbedder(engines) if engines.has(Slot.EMBEDDING) else None


def _made(folder: Path) -> Path:
    """The data folder. It holds what customers said, so whatever is made in it from now on is for its owner only,
    even where the folder was there before and is open to others.
    """
    os.umask(0o077)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StorageFull(
                "storage.full",
                vi="Đĩa đã đầy. Hãy giải phóng chỗ trống.",
                en="The disk is full. Free some space.",
            ) from error
        raise BadConfiguration(
            "settings.data_dir",
            vi=f"Không tạo được thư mục dữ liệu {folder}: {error.strerror}. Hãy đổi data_dir hoặc quyền ghi.",
            en=f"The data folder {folder} cannot be made: {error.strerror}. Change data_dir or its permissions.",
        ) from error
    return folder
