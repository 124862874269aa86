# SPDX-License-Identifier: Apache-2.0
"""The main job, step by step: bank records from Uzbekistan in a drug-trafficking case of Azerbaijan.

Each step says whether it is done already, so a run that was killed between any two of them goes on where it stopped.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from comity.base.errors import Refused
from comity.practice import nodes, verifying
from comity.practice.nodes import Agent

TITLE = "Bank records of Silk Line Trading LLC"
_WAIT_SECONDS = 60
_PROSECUTOR, _OFFICER = "prosecutor@az.example", "officer@az.example"
_UZ_OFFICER, _UZ_EXECUTOR = "officer@uz.example", "executor@uz.example"
_MEASURE = "m.bank-records"
_PAGES = {
    "case": {
        "requesting_authority": "Prosecutor General's Office of the Republic of Azerbaijan, Leyla Karimli, prosecutor",
        "case": "Criminal case 260142/2026, Investigation Department of the Prosecutor General's Office",
    },
    "facts": {
        "facts_summary": "Between January and June 2026 a group brought 41 kg of heroin into Azerbaijan. The proceeds "
        "were paid through an account of Silk Line Trading LLC held in Tashkent."
    },
    "offence": {
        "offence_and_law": "Illicit trafficking in narcotic drugs by an organised group, Criminal Code art. 234.4; "
        "imprisonment of 8 to 15 years; not time-barred."
    },
    "persons": {"persons": "Silk Line Trading LLC, Tashkent (account holder); R. M., born 1984 (suspect)"},
    "purpose": {"purpose": "To follow the proceeds and identify who controls them", "procedure": ""},
    _MEASURE: {
        f"{_MEASURE}.account": "UZ account 2020 8000 1234 5678 9001, holder Silk Line Trading LLC",
        f"{_MEASURE}.records": "Opening file, customer due diligence, statements, SWIFT messages",
        f"{_MEASURE}.period": "From 2026-01-01 to 2026-06-30",
        f"{_MEASURE}.relevance": "Payments on the account match the dates of three seized deliveries",
        f"{_MEASURE}.secrecy": "Please do not inform the account holder",
    },
    "handling": {
        "urgency": "",
        "confidentiality": "The fact and content of the request are to be kept confidential",
        "language": "Russian translation attached",
    },
}


@dataclass(slots=True)
class Job:
    """The three agents, the folder, and what is known so far."""

    secretariat: Agent
    az: Agent
    uz: Agent
    folder: Path
    tend: Callable[[], None]
    number: str = ""
    law: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """What a step came to: the decision, the article or rule, and how long it took."""

    decision: str
    article: str
    ms: float


@dataclass(frozen=True, slots=True)
class Step:
    """One step: a title, and what does it."""

    title: str
    run: Callable[[Job], Done]


def _law(job: Job) -> Done:
    job.law = job.az.do(
        "navigate", requesting="AZ", requested="UZ", offences=["drug-trafficking"], measures=["bank-records"]
    )
    if not job.law["slug"]:
        raise Refused("The law engine found nothing that governs.")
    decision = f"{job.law['slug']} governs; {job.law['possible']} more possible, to be confirmed"
    return Done(decision, f"{job.law['slug']} {job.law['article']}", job.az.last_ms)


def _draft(job: Job) -> Done:
    known = job.az.do("find", title=TITLE)
    job.number = known or job.az.do(
        "draft", by=_PROSECUTOR, requested="UZ", offences=["drug-trafficking"], measures=["bank-records"], title=TITLE
    )
    if job.az.do("status", request_id=job.number)["state"] == "draft":
        job.az.do("fill", request_id=job.number, by=_PROSECUTOR, pages=_PAGES)
        job.az.do(
            "attach", request_id=job.number, by=_PROSECUTOR, name="court-order.txt", document="court_order",
            text="Order of the Court of Serious Crimes authorising access to bank records (practice text).\n",
        )  # fmt: skip
    return Done(f"{job.number}: {sum(map(len, _PAGES.values()))} fields, 1 annex", "vienna-1988 7(10)", job.az.last_ms)


def _preflight(job: Job) -> Done:
    found = job.az.do("check", request_id=job.number, by=_PROSECUTOR)
    if found["blocks"]:
        raise Refused(f"Preflight blocks: {found['blocks'][0]}")
    decision = f"nothing the instrument requires is missing; {found['doubts']} doubts, {found['notes']} notes"
    return Done(decision, f"{job.law['slug']} {job.law['article']}", job.az.last_ms)


def _release(job: Job) -> Done:
    if job.az.do("status", request_id=job.number)["state"] == "draft":
        job.az.do("act", request_id=job.number, by=_PROSECUTOR, name="submit", data={})
    if job.az.do("status", request_id=job.number)["state"] == "internal_review":
        job.az.do("release", request_id=job.number, by=_OFFICER)
    return Done("released by a second person and sealed to uz:central", "untoc 18(13)", job.az.last_ms)


def _delivered(job: Job) -> Done:
    ms = _until(
        job, lambda: "delivered" in job.az.do("status", request_id=job.number)["stages"], "delivery to Uzbekistan"
    )
    return Done("submitted, relayed, delivered: three signed receipts", "suite 1 §6", ms)


def _registered(job: Job) -> Done:
    reference = f"UZ-IN/{job.number[3:7]}/{int(job.number[8:])}"
    data = {
        "reference": reference,
        "contact": "Dilnoza Rasulova, officer@uz.example",
        "next_step": "Completeness check within ten working days",
    }
    _act(job, job.uz, _UZ_OFFICER, "acknowledge", data)
    _act(job, job.uz, _UZ_OFFICER, "examine", {})
    ms = _until(
        job, lambda: "registered" in job.az.do("status", request_id=job.number)["stages"], "the registration receipt"
    )
    return Done(f"retrieved, registered as {reference}", "practice, 5 working days", ms)


def _asked(job: Job) -> Done:
    data = {
        "reason": "period-missing",
        "text": "Please confirm whether the statements of the correspondent account are also needed.",
        "term": "2027-01-15",
    }
    _act(job, job.uz, _UZ_OFFICER, "ask", data)
    ms = _until(job, lambda: "ask" in job.az.do("status", request_id=job.number)["acts"], "the question")
    return Done("coded question period-missing; clocks of Uzbekistan stop", "untoc 18(16)", ms)


def _answered(job: Job) -> Done:
    _act(job, job.az, _PROSECUTOR, "answer", {"text": "No. Statements of the named account are enough."})
    ms = _until(job, lambda: "answer" in job.uz.do("status", request_id=job.number)["acts"], "the answer")
    return Done("answered; clocks run again", "untoc 18(16)", ms)


def _routed(job: Job) -> Done:
    _act(job, job.uz, _UZ_OFFICER, "accept", {})
    data = {"executing_authority": "Department for Combating Economic Crimes"}
    _act(job, job.uz, _UZ_OFFICER, "route", data, assignee=_UZ_EXECUTOR)
    return Done("accepted and routed to the executing authority", "untoc 18(13), 18(17)", job.uz.last_ms)


def _executed(job: Job) -> Done:
    if "execute" not in job.uz.do("status", request_id=job.number)["acts"]:
        job.uz.do(
            "execute", request_id=job.number, by=_UZ_EXECUTOR, name="statement-9001.csv", rows=60_000,
            text="Opening file and statements obtained on 23 November 2026 from the bank in Tashkent.",
            use_limit="Only for criminal case 260142/2026 (vienna-1988 7(13))",
        )  # fmt: skip
    there = job.uz.do("status", request_id=job.number)["files"]

    def came() -> bool:
        here = job.az.do("status", request_id=job.number)
        return "execute" in here["acts"] and set(there) <= set(here["files"])

    return Done(
        "evidence returned as a sealed package, hashes equal", "vienna-1988 7(13)", _until(job, came, "the evidence")
    )


def _closed(job: Job) -> Done:
    job.az.do("look", request_id=job.number, by=_PROSECUTOR)
    _act(job, job.az, _PROSECUTOR, "close", {})

    def same() -> bool:
        one, other = (agent.do("status", request_id=job.number) for agent in (job.az, job.uz))
        return all(one[key] == other[key] for key in ("state", "story", "clocks", "reference"))

    ms = _until(job, same, "one timeline at both sides")
    return Done("closed; both sides hold the same timeline and the same clocks", "ets-030 6(2)", ms)


def _figure(job: Job) -> Done:
    ms = _until(job, lambda: job.secretariat.do("figures") > 0, "the figure at the Secretariat")
    return Done("the Secretariat learns: one more request answered, in how many days", "no content leaves", ms)


def _proved(job: Job) -> Done:
    started = time.perf_counter()
    sizes = []
    for agent, person in ((job.az, _PROSECUTOR), (job.uz, _UZ_OFFICER)):
        path = job.folder / f"proof-{agent.node.node_id}.comity"
        sizes.append(agent.do("proof", request_id=job.number, by=person, path=str(path)))
        verifying.whole_holds_and_damaged_does_not(path, agent.do("fingerprint"))
    decision = f"both proofs verify without Comity and fail with one byte changed ({sum(sizes) // 1024} KiB)"
    return Done(decision, "RFC 9162, RFC 7515", (time.perf_counter() - started) * 1000)


def _ledgers(job: Job) -> Done:
    started = time.perf_counter()
    reports = [agent.do("verify") for agent in (job.secretariat, job.az, job.uz)]
    if not all(report["holds"] for report in reports):
        raise Refused("A ledger does not hold: " + " ".join(f for r in reports for f in r["faults"]))
    sizes = " + ".join(str(report["size"]) for report in reports)
    return Done(f"three ledgers hold ({sizes} entries)", "RFC 9162", (time.perf_counter() - started) * 1000)


STEPS = (
    Step("Azerbaijan asks which law governs", _law),
    Step("The prosecutor drafts the request", _draft),
    Step("Preflight against instrument, measure and profile", _preflight),
    Step("A second person releases it", _release),
    Step("The node of Uzbekistan receives it", _delivered),
    Step("An officer in Tashkent registers it", _registered),
    Step("Uzbekistan asks one question back", _asked),
    Step("Azerbaijan answers", _answered),
    Step("Uzbekistan accepts and assigns it", _routed),
    Step("Uzbekistan executes and returns the evidence", _executed),
    Step("Azerbaijan closes the request", _closed),
    Step("The Secretariat counts", _figure),
    Step("Both sides prove the exchange", _proved),
    Step("Every ledger is checked", _ledgers),
)


def perform(job: Job) -> Iterator[tuple[Step, Done]]:
    """Run every step in turn; raise the first refusal. A step whose agent was killed is run again."""
    for step in STEPS:
        yield step, _run(step, job)


def _run(step: Step, job: Job) -> Done:
    return nodes.insist((job.secretariat, job.az, job.uz), job.tend, lambda: step.run(job), step.title)


def _act(job: Job, agent: Agent, by: str, name: str, data: dict[str, Any], assignee: str = "") -> None:
    if name in agent.do("status", request_id=job.number)["acts"]:
        return
    agent.do("look", request_id=job.number, by=by)
    agent.do("act", request_id=job.number, by=by, name=name, data=data, assignee=assignee)


def _until(job: Job, condition: Callable[[], bool], what: str) -> float:
    """Wait for a condition, keeping the nodes alive; return the milliseconds it took."""
    started = time.perf_counter()
    while not condition():
        job.tend()
        if time.perf_counter() - started > _WAIT_SECONDS:
            raise Refused(f"After {_WAIT_SECONDS} s there is still no sign of {what}. Run the same command again.")
        time.sleep(0.05)
    return (time.perf_counter() - started) * 1000
