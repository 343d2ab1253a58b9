"""`manage.py work`: django-q2's cluster does the jobs, this process sweeps up after dead workers."""

import os
import signal
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, connections
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_q.cluster import Cluster

from core import jobs
from core.processes import Stop, children, forks_die_with_parent, wait_for_the_end_of

SWEEP_SECONDS = 10
# A stop waits this long for a running job; a longer one is cut off and done again after the next start.
GRACE_SECONDS = 8


class Command(BaseCommand):
    help = "Do background jobs (reading, checking, importing) until SIGTERM or Ctrl-C."

    def handle(self, *args: Any, **options: Any) -> None:
        os.environ.setdefault("OMP_NUM_THREADS", "2")  # jobs share the machine with the pages
        stop = Stop()
        sweep_once(just_started=True)
        connections.close_all()  # a connection must not be shared with the processes forked below
        forks_die_with_parent()
        cluster = Cluster()
        # after Cluster(), which installs handlers of its own that wait for ever
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, stop.ask)
        cluster.start()
        died = watch(cluster, stop)
        end(cluster)
        if died:
            raise CommandError(_("The job worker ended unexpectedly. Start it again: no job is lost."))


def watch(cluster: Cluster, stop: Stop) -> bool:
    """Sweep until told to stop; True if the cluster died by itself."""
    since = 0
    while not stop.wait(1):
        if not cluster.sentinel.is_alive():
            return True
        since += 1
        if since >= SWEEP_SECONDS:
            since = 0
            sweep_once()
    return False


def sweep_once(just_started: bool = False) -> None:
    """One sweep; a database that is away for a while only delays it."""
    _sweep("core.jobs.sweep", lambda: jobs.sweep(jobs.holder_is_dead, just_started))
    for name in settings.SWEEPS:
        _sweep(name, partial(_call, name))


def _call(name: str) -> None:
    import_string(name)()


def _sweep(name: str, action: Callable[[], Any]) -> None:
    """Each by itself: one that fails is logged, and the others go on."""
    try:
        action()
    except (OperationalError, InterfaceError):
        jobs.log.warning("%s: the database does not answer; trying again", name, exc_info=True)
        connections.close_all()
    except Exception:  # noqa: BLE001 – the boundary: whatever a sweep raises must not end the worker
        jobs.log.exception("%s failed; trying again", name)


def end(cluster: Cluster) -> None:
    """Let the running job end within the grace, cut it off otherwise, and hand back what was cut off."""
    # from a thread: set() waits for ever for the answer of a cluster that was killed while it waited
    threading.Thread(target=cluster.stop_event.set, daemon=True).start()
    cluster.sentinel.join(GRACE_SECONDS)
    if cluster.sentinel.is_alive():
        workers = children(cluster.sentinel.pid)
        cluster.sentinel.kill()  # its workers die with it, though not in the same instant
        cluster.sentinel.join()
        wait_for_the_end_of(workers, 5)
    try:
        jobs.hand_back(jobs.holder_is_dead)
    except (OperationalError, InterfaceError):
        jobs.log.warning(
            "cut-off jobs could not be handed back; they start when their lease ends", exc_info=True
        )
