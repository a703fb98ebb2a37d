"""Campaigns, their lists and their results as the API shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from giong.api.schemas.talk import Shape
from giong.api.schemas.values import Moment, Text
from giong.conversations.campaigns import campaign, contact, do_not_call, intake, lists, plan, results, retries

Name = Annotated[Text, Field(min_length=1, max_length=campaign.NAME_CHARS, examples=["Khảo sát tháng 11"])]
Format = Literal["xlsx", "csv"]


class Retries(Shape):
    """`intervals`: minutes until the next attempt, by outcome (busy, no_answer, rejected, unreachable, voicemail,
    failed, interrupted, call_back), for the first time, the second …; what is not named keeps the default. `most`
    attempts at one number, `a_day` in 24 hours by the whole organisation, never sooner than `least_min` minutes.
    """

    intervals: dict[str, list[float]] = Field(default={}, examples=[{"busy": [5, 15, 60], "no_answer": [30, 180]}])
    most: int = retries.Retries().most
    a_day: int = retries.Retries().a_day
    least_min: float = retries.Retries().least_min


class Plan(Shape):
    """When, how often and how fast it calls. Hours: `T2-T6 08:00-11:30, 13:30-17:00; T7 08:00-11:30`."""

    hours: Text = plan.Plan().hours
    zone: Text = plan.Plan().zone
    holidays: bool = Field(default=True, description="leave out the public holidays of Viet Nam")
    closed: list[Text] = Field(default=[], description="more days off", examples=[["2026-12-24"]])
    opened: list[Text] = Field(default=[], description="holidays on which it calls all the same")
    retries: Retries = Retries()
    at_once: int = plan.Plan().at_once
    per_s: float = Field(default=plan.Plan().per_s, description="calls begun a second")
    ring_s: float = plan.Plan().ring_s
    caller: Text = Field(default="", description="the number shown; empty: the trunk's")

    def value(self) -> plan.Plan:
        return plan.read_plan(self.model_dump())

    @classmethod
    def of(cls, one: plan.Plan) -> Plan:
        return cls.model_validate(plan.plan_record(one))


class NewCampaign(Shape):
    name: Name
    assistant: Text = Field(examples=["khao-sat"])
    plan: Plan = Plan()
    start_at: Moment | None = None
    end_at: Moment | None = None


class NewPlan(Shape):
    plan: Plan = Field(examples=[{"hours": "T2-T6 08:00-11:30, 13:30-17:00", "at_once": 5}])
    start_at: Moment | None = None
    end_at: Moment | None = None


class Stop(Shape):
    hang_up: bool = Field(default=False, description="end the calls in progress, too")


class Trouble(BaseModel):
    code: str = Field(examples=["phone.trunk_away"])
    message: str
    message_en: str


class Campaign(BaseModel):
    """`trouble`: why nothing is dialled although it runs."""

    id: str = Field(examples=["camp_01m806w2m2p2zvpr7ddtqv3xcz"])
    name: str
    assistant: str
    status: Literal["draft", "running", "paused", "stopped", "finished"]
    plan: Plan
    start_at: datetime | None
    end_at: datetime | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    trouble: Trouble | None

    @classmethod
    def of(cls, one: campaign.Campaign) -> Campaign:
        trouble = one.trouble
        return cls(
            id=one.id,
            name=one.name,
            assistant=one.assistant,
            status=one.status.value,
            plan=Plan.of(one.plan),
            start_at=one.start_at,
            end_at=one.end_at,
            created_at=one.created_at,
            started_at=one.started_at,
            ended_at=one.ended_at,
            trouble=Trouble(code=trouble.code, message=trouble.vi, message_en=trouble.en) if trouble else None,
        )


class CampaignList(BaseModel):
    items: list[Campaign]


class Progress(BaseModel):
    """`states` (waiting, again, dialling, reached, given_up, blocked) and `outcomes` of the last attempts count
    contacts; `per_minute` are attempts; `done_at` is an estimate within the calling hours. `dialled`: a server with
    a telephone is there that dials for it.
    """

    campaign: Campaign
    contacts: int
    left: int
    states: dict[str, int] = Field(examples=[{"waiting": 420, "reached": 61, "again": 19}])
    outcomes: dict[str, int] = Field(examples=[{"answered": 61, "no_answer": 15, "busy": 4}])
    attempts: int
    per_minute: float
    open: bool
    opens_at: datetime | None
    done_at: datetime | None
    dialled: bool

    @classmethod
    def of(cls, one: results.Progress) -> Progress:
        values = {name: getattr(one, name) for name in cls.model_fields}
        return cls(**values | {"campaign": Campaign.of(one.campaign)})


class Tally(BaseModel):
    """`values` counts the answers; it is empty for free text. `mean` is of numbers."""

    slot: str = Field(examples=["diem"])
    answered: int
    values: dict[str, int] = Field(examples=[{"3": 4, "4": 20, "5": 37}])
    mean: float | None


class Results(BaseModel):
    reached: int
    endings: dict[str, int] = Field(examples=[{"done": 58, "call_back": 2, "do_not_call": 1}])
    tallies: list[Tally]

    @classmethod
    def of(cls, one: results.Summary) -> Results:
        return cls(
            reached=one.reached, endings=dict(one.endings), tallies=[Tally(**vars(tally)) for tally in one.tallies]
        )


class Contact(BaseModel):
    """Somebody on the list. `row` is that of the file; `slots` are what they answered."""

    id: str
    place: int
    number: str = Field(examples=["0912345678"])
    variables: dict[str, Any]
    row: int
    state: str
    attempts: int
    outcome: str
    ending: str
    slots: dict[str, Any]
    call_id: str
    due_at: datetime
    called_at: datetime | None

    @classmethod
    def of(cls, one: contact.Contact) -> Contact:
        return cls(**{name: getattr(one, name) for name in cls.model_fields})


class ContactList(BaseModel):
    items: list[Contact]


class RowProblem(BaseModel):
    """A row that was not taken."""

    row: int = Field(examples=[17])
    reason: str = Field(examples=["number.letters"])
    message: str
    message_en: str
    cells: list[str]

    @classmethod
    def of(cls, one: intake.Problem) -> RowProblem:
        return cls(row=one.row, reason=one.reason.value, message=one.vi, message_en=one.en, cells=list(one.cells))


class Import(BaseModel):
    """A list that was taken in. `columns`: under which name each was taken; the rows that were not are `problems`."""

    id: str
    file: str = Field(examples=["khach-thang-11.xlsx"])
    rows: int
    taken: int
    columns: dict[str, str] = Field(examples=[{"Số điện thoại": "number", "Họ tên": "ho_ten"}])
    problems: list[RowProblem]
    at: datetime

    @classmethod
    def of(cls, one: lists.Import) -> Import:
        values = {name: getattr(one, name) for name in cls.model_fields}
        return cls(**values | {"problems": [RowProblem.of(problem) for problem in one.problems]})


class ImportList(BaseModel):
    items: list[Import]


class NewBlocked(Shape):
    numbers: list[Text] = Field(min_length=1, max_length=10_000, examples=[["0912345678"]])
    reason: Text = Field(default="", max_length=do_not_call.REASON_CHARS)


class Blocked(BaseModel):
    number: str = Field(examples=["0912345678"])
    reason: str
    source: Literal["person", "list", "call"]
    at: datetime

    @classmethod
    def of(cls, one: do_not_call.Blocked) -> Blocked:
        return cls(number=one.number, reason=one.reason, source=one.source.value, at=one.at)


class BlockedList(BaseModel):
    items: list[Blocked]


class Added(BaseModel):
    """How many numbers are new; the rows of a file that could not be read."""

    added: int
    problems: list[RowProblem] = []
