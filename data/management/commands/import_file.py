"""`manage.py import_file KIND FILE --region … --period 2023`: the steps of the upload from the shell."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from areas.models import Region
from core import jobs
from core.models import Job
from core.texts import shown
from data import importing, mistaken
from data.decisions import check_decisions
from data.editions import Refused
from data.kinds import Kind, all_kinds, kind
from data.models import Dataset
from data.reading.limits import DEFAULT, MB
from data.recognition import SHEET
from data.refusals import said

READY, REJECTED, UNDECIDED, UNREADABLE = 0, 1, 2, 3
State = Dataset.State


class Stop(Exception):
    """Ends the command with an exit status and a sentence."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Command(BaseCommand):
    help = (
        "Import a file. Exit status: 0 ready, 1 rows rejected, 2 decisions missing (a file to fill in is "
        "written), 3 unreadable."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=sorted(all_kinds()))
        parser.add_argument("file", type=Path)
        parser.add_argument("--region", required=True, help="slug or name; a new name makes a new region")
        parser.add_argument("--period", required=True, help="2023, 2023-07 or 2023-07-01..2023-12-31")
        parser.add_argument(
            "--series", default="", help="survey, shop, table of customers or population basis"
        )
        parser.add_argument("--decisions", type=Path, help="JSON: layout, mapping, names, options …")
        parser.add_argument("--accept-good-rows", action="store_true")
        parser.add_argument("--definition", default="", help="what is counted, in a few words")
        parser.add_argument("--source", default="", help="where the figures come from")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.run_import(options)
        except Refused as refused:
            self.stderr.write(said(refused))
            sys.exit(UNREADABLE)
        except Stop as stop:
            (self.stdout if stop.status == READY else self.stderr).write(str(stop))
            if stop.status:
                sys.exit(stop.status)

    def run_import(self, options: dict[str, Any]) -> None:
        decisions = self._decisions(options["decisions"], all_kinds()[options["kind"]])
        dataset = self._receive(options, decisions)
        try:
            self._to_checked(dataset, options)
            self._commit(dataset, options, decisions)
        finally:
            dataset.refresh_from_db()
            if dataset.state not in (State.READY, State.IMPORTING, State.DISCARDED):
                importing.discard(dataset, None)

    def _decisions(self, path: Path | None, declared: Kind) -> dict[str, Any]:
        if path is None:
            return {}
        try:
            found = json.loads(path.read_text("utf-8-sig"))
        except OSError as problem:
            raise Stop(UNREADABLE, _("The decisions file cannot be read: %s") % path) from problem
        except ValueError as problem:
            raise Stop(UNREADABLE, _("The decisions file is no JSON: %s") % problem) from problem
        if not isinstance(found, dict):
            raise Stop(UNREADABLE, _("The decisions file must hold one JSON object."))
        check_decisions(found, declared)
        return found

    def _receive(self, options: dict[str, Any], decisions: dict[str, Any]) -> Dataset:
        path: Path = options["file"]
        declared = all_kinds()[options["kind"]]
        series = options["series"] or decisions.get("basis", "") or ("" if declared.series else "main")
        if declared.series_label and not options["series"]:
            text = _("Give --series (%(what)s): files that belong together have the same.")
            raise Stop(UNREADABLE, text % {"what": declared.series_label})
        period = importing.Period.parse(options["period"])
        try:
            # one transaction: a file refused at the door makes no region either
            with path.open("rb") as file, transaction.atomic():
                dataset = importing.receive(
                    file,
                    name=path.name,
                    kind=options["kind"],
                    region=region_named(options["region"]),
                    period=period,
                    series=series,
                    user=None,
                    definition=options["definition"],
                    source=options["source"],
                    enqueue=False,
                    limit_mb=DEFAULT.text // MB,
                )
        except OSError as problem:
            raise Stop(UNREADABLE, _("The file cannot be opened: %s") % path) from problem
        Dataset.objects.filter(pk=dataset.pk).update(decisions=decisions, state=State.READING)
        dataset.refresh_from_db()
        return dataset

    def _to_checked(self, dataset: Dataset, options: dict[str, Any]) -> None:
        self._run("read", dataset)
        if dataset.state == State.FAILED:
            raise Stop(UNREADABLE, shown(dataset.message))
        try:
            importing.check_mapping(dataset, dataset.mapping)
        except Refused as refused:
            reason = " ".join(filter(None, [said(refused), mistaken.caution(dataset)]))
            self._write_missing(dataset, options["file"], reason)
        Dataset.objects.filter(pk=dataset.pk).update(state=State.READING)
        self._run("check", dataset)
        if dataset.report.get("asks"):
            self._write_missing(dataset, options["file"], shown(dataset.report["problem"]))
        if dataset.state == State.NEEDS_NAMES:
            reason = " ".join([_("Some names are not known yet."), *unusable_answers(dataset)])
            self._write_missing(dataset, options["file"], reason)
        if dataset.state != State.CHECKED:
            report = dataset.report
            raise Stop(UNREADABLE, shown(report.get("problem") or dataset.message))

    def _commit(self, dataset: Dataset, options: dict[str, Any], decisions: dict[str, Any]) -> None:
        counts = dataset.report["counts"]
        self.stdout.write(
            _("%(rows)s rows = %(accepted)s accepted + %(rejected)s rejected + %(skipped)s skipped") % counts
        )
        self._print_errors(dataset)
        good = options["accept_good_rows"] or bool(decisions.get("accept_good_rows"))
        if dataset.report.get("same_as"):
            raise Stop(READY, _(importing.SAME_AGAIN))
        if decisions.get("mode") not in ("add", "replace"):
            self._ask_mode(dataset, options["file"])
        try:
            importing.prepare_commit(dataset, decisions.get("mode", ""), good)
        except Refused as refused:
            raise Stop(REJECTED, said(refused)) from refused
        decided = {**dataset.decisions, "mode": decisions.get("mode") or "replace"}
        Dataset.objects.filter(pk=dataset.pk).update(
            state=State.IMPORTING,
            accept_good_rows=good,
            decisions=decided,
            prepared_against_id=dataset.report.get("compared_with"),
        )
        self._run("import", dataset)
        if dataset.state != State.READY:
            raise Stop(REJECTED, shown(dataset.message))
        raise Stop(READY, _("Ready: %s") % dataset.editions.first())

    def _ask_mode(self, dataset: Dataset, file: Path) -> None:
        """Stop where only a person can tell whether the file adds to the edition or replaces it."""
        if dataset.report.get("covers_fewer"):
            self._write_missing(dataset, file, _(importing.CHOOSE_MODE))
        if like := dataset.report.get("looks_like"):
            self._write_missing(dataset, file, _(importing.LOOKS_LIKE) % {"file": like})

    def _run(self, kind: str, dataset: Dataset) -> None:
        """Run a job in this process with a progress bar on a terminal."""
        bar = self._bar if sys.stdout.isatty() else None
        job = jobs.run_now(kind, dataset.pk, listener=bar)
        if bar:
            self.stdout.write("")
        dataset.refresh_from_db()
        if job.state == Job.State.FAILED and not dataset.message:
            raise Stop(UNREADABLE, shown(job.message))

    def _bar(self, job: Job) -> None:
        share = job.share or 0
        filled = round(share * 30)
        line = f"\r{_(job.stage):<40} [{'#' * filled}{'.' * (30 - filled)}] {job.done:>10,}"
        self.stdout.write(line, ending="")
        self.stdout.flush()

    def _print_errors(self, dataset: Dataset) -> None:
        for error in dataset.report["errors"]:
            rows = ", ".join(str(example["row"]) for example in error["examples"][:5])
            self.stdout.write(
                f"  {error['count']:>7} × {shown(error['label']) or _('Row')}: {shown(error['message'])} "
                f"({_('rows')} {rows})"
            )

    def _write_missing(self, dataset: Dataset, file: Path, reason: str) -> None:
        """Write the decisions file to fill in, beside the file or here, and stop with status 2."""
        target = Path.cwd() / f"{slugify(file.stem) or 'file'}.decisions.json"
        target.write_text(json.dumps(to_fill_in(dataset), indent=2, ensure_ascii=False) + "\n", "utf-8")
        raise Stop(
            UNDECIDED,
            f"{reason} " + _("Fill in %(file)s and run again with --decisions.") % {"file": target.name},
        )


def to_fill_in(dataset: Dataset) -> dict[str, Any]:
    """A decisions file with the questions that are open; suggestions are filled in, the rest is ""."""
    asked = dataset.report.get("unresolved") or {}
    names = {what: dict(texts) for what, texts in dataset.decisions.get("names", {}).items()}
    for what, questions in asked.items():
        for question in questions:
            best = question["suggestions"][0]["name"] if question["suggestions"] else ""
            names.setdefault(what, {}).setdefault(question["text"], best)
    return {
        **dataset.decisions,
        **_mapping(dataset),
        **_options(dataset),
        "headers_found": [*dataset.guess.get("headers", []), SHEET],
        "names": names,
        "create_areas": bool(dataset.decisions.get("create_areas")),
        "create_categories": bool(dataset.decisions.get("create_categories")),
        "mode": dataset.decisions.get("mode", ""),
        **(own.to_fill_in(dataset) if (own := kind(dataset.kind).open) else {}),
    }


def _mapping(dataset: Dataset) -> dict[str, Any]:
    """Which header is which column; of a kind whose columns only the file knows it follows from the rest."""
    if kind(dataset.kind).open:
        return {}
    return {"mapping": {**dataset.mapping, **dataset.decisions.get("mapping", {})}}


def _options(dataset: Dataset) -> dict[str, Any]:
    """The options, with those that are asked for and have no answer yet."""
    asked = dict.fromkeys(dataset.report.get("asks", ()), "")
    return {"options": {**asked, **dataset.decisions.get("options", {})}} if asked else {}


def unusable_answers(dataset: Dataset) -> list[str]:
    """A sentence for each answer that names no area of the set the file speaks of."""
    asked = dataset.report["unresolved"].get("area", [])
    text = _("“%(answered)s” (for “%(text)s”) is no area of %(set)s.")
    return [text % {**one, "set": dataset.report["boundary_set"]} for one in asked if one.get("answered")]


def region_named(text: str) -> Region:
    """The region with this slug or name, made where there is none."""
    slug = slugify(text)
    if not slug:
        raise Stop(UNREADABLE, _("Give the region a name with letters."))
    found = Region.objects.filter(slug=slug).first() or Region.objects.filter(name__iexact=text).first()
    return found or Region.objects.create(slug=slug, name=text)
