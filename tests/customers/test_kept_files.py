"""What is counted stays in files that several processes and threads use at once."""

import errno
import os
import time
from pathlib import Path
from threading import Barrier, Event, Thread
from typing import Any, BinaryIO

import pytest

from customers import kept_files


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "customers"


def keep(name: str, text: str) -> str:
    return kept_files.read_or_make(
        kept_files.path_of(name, ".txt"), read, lambda: text, lambda found, path: write(path, found)
    )


def read(file: BinaryIO) -> str:
    return file.read().decode()


def write(path: Path, text: str) -> None:
    path.write_text(text)


def test_a_value_is_made_once() -> None:
    assert keep("a", "first") == "first"
    assert keep("a", "second") == "first"


def test_what_cannot_be_read_is_made_anew(folder, caplog) -> None:
    keep("a", "first")
    (folder / "a.txt").write_bytes(b"\xff\xfe\xff")
    assert keep("a", "second") == "second"
    assert "cannot be read" in caplog.text
    assert keep("a", "third") == "second"


def test_who_needs_what_another_is_making_waits_and_reads_it(folder, monkeypatch) -> None:
    waits, made, found = Event(), [], []
    lock = kept_files.fcntl.flock

    def locking(file: Any, how: int) -> None:
        # the second one is about to wait: only then the first one may end
        if made and how == kept_files.fcntl.LOCK_EX:
            waits.set()
        lock(file, how)

    def slowly() -> str:
        made.append("whole")
        second.start()
        assert waits.wait(10)
        return made[-1]

    def one() -> None:
        path = kept_files.path_of("a", ".txt")
        found.append(kept_files.read_or_make(path, read, slowly, lambda text, draft: write(draft, text)))

    monkeypatch.setattr(kept_files.fcntl, "flock", locking)
    second = Thread(target=one)
    one()
    second.join(10)
    assert (made, found) == (["whole"], ["whole", "whole"])
    assert [path.name for path in folder.iterdir()] == ["a.txt"]


def test_two_that_write_the_same_after_rows_were_deleted_do_not_take_each_others_file(folder) -> None:
    both, found = Barrier(2), []

    def slowly(text: str, path: Path) -> None:
        write(path, text[:1])
        both.wait(10)
        write(path, text)
        both.wait(10)

    def one(make: Any) -> None:
        path = kept_files.path_of("a", ".txt")
        found.append(kept_files.read_or_make(path, read, make, slowly))

    def of_rows_that_are_gone() -> str:
        kept_files.forget(".txt")
        second.start()
        return "before"

    second = Thread(target=one, args=[lambda: "whole"])
    one(of_rows_that_are_gone)
    second.join(10)
    assert sorted(found) == ["before", "whole"]
    assert [path.name for path in folder.iterdir()] == ["a.txt"]
    assert (folder / "a.txt").read_text() == "whole"


def test_a_claim_that_a_killed_process_left_holds_nobody_up(folder) -> None:
    keep("b", "b")
    (folder / "a.txt.claim.part").touch()
    os.utime(folder / "a.txt.claim.part", (0, 0))
    assert keep("a", "whole") == "whole"
    assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "b.txt"]


def test_the_oldest_go_and_so_does_what_a_killed_process_began(folder, monkeypatch) -> None:
    monkeypatch.setattr(kept_files, "MOST_KEPT", 2)
    for age, name in enumerate("cba"):
        keep(name, name)
        at = time.time() - 100 + age
        os.utime(folder / f"{name}.txt", (at, at))
    (folder / "x.1-1.part").touch()
    (folder / "y.1-1.part").touch()
    os.utime(folder / "x.1-1.part", (0, 0))
    keep("d", "d")
    assert {path.name for path in folder.iterdir()} == {"a.txt", "d.txt", "y.1-1.part"}


def aged(folder: Path, name: str, seconds: int) -> None:
    at = time.time() - seconds
    os.utime(folder / name, (at, at))


def test_those_longest_unused_go_where_all_take_too_much_room(folder, settings) -> None:
    settings.CUSTOMER_FILES_MB = 1
    for age, name in ((50, "a"), (40, "b"), (30, "c")):
        keep(name, name * 400_000)
        aged(folder, f"{name}.txt", age)
    assert sorted(path.name for path in folder.iterdir()) == ["b.txt", "c.txt"]
    keep("b", "")  # used again, so c is longer unused
    keep("d", "d" * 400_000)
    assert sorted(path.name for path in folder.iterdir()) == ["b.txt", "d.txt"]


def test_files_of_every_kind_count_for_the_room(folder, settings) -> None:
    settings.CUSTOMER_FILES_MB = 1
    keep("b", "")
    kept_files.path_of("a", ".pickle").write_bytes(bytes(700_000))
    aged(folder, "a.pickle", 50)
    keep("c", "c" * 400_000)
    assert sorted(path.name for path in folder.iterdir()) == ["b.txt", "c.txt"]


def test_one_that_is_larger_than_the_room_stays_until_the_next(folder, settings) -> None:
    settings.CUSTOMER_FILES_MB = 1
    keep("a", "a" * 3_000_000)
    assert keep("a", "") == "a" * 3_000_000
    aged(folder, "a.txt", 50)
    keep("b", "b")
    assert [path.name for path in folder.iterdir()] == ["b.txt"]


def test_a_file_stays_while_somebody_reads_it(folder, settings) -> None:
    settings.CUSTOMER_FILES_MB = 1
    keep("a", "a" * 900_000)
    with kept_files.opened(folder / "a.txt") as file:
        aged(folder, "a.txt", 50)
        keep("b", "b" * 900_000)
        assert (folder / "a.txt").exists()
        assert read(file) == "a" * 900_000
    aged(folder, "b.txt", 40)
    keep("c", "c")
    assert sorted(path.name for path in folder.iterdir()) == ["b.txt", "c.txt"]


def test_a_full_disk_leaves_no_half_file_and_the_value_is_there_all_the_same(folder, caplog) -> None:
    def full(text: str, path: Path) -> None:
        write(path, text[:1])
        raise OSError(errno.ENOSPC, "No space left on device")

    path = kept_files.path_of("a", ".txt")
    assert kept_files.read_or_make(path, read, lambda: "whole", full) == "whole"
    assert not list(folder.iterdir())
    assert "cannot be written" in caplog.text
    assert keep("a", "again") == "again"


def test_a_disk_too_full_for_a_folder_takes_nothing_away(folder, monkeypatch) -> None:
    def full(*_asked: Any, **_more: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", full)
    assert keep("a", "whole") == "whole"
    kept_files.forget(".txt")
    assert not folder.exists()


def test_forgetting_takes_what_is_half_written_too(folder) -> None:
    def forgetting(text: str, path: Path) -> None:
        write(path, text)
        kept_files.forget(".txt")

    path = kept_files.path_of("a", ".txt")
    assert kept_files.read_or_make(path, read, lambda: "a", forgetting) == "a"
    assert not list(folder.iterdir())


def test_what_is_made_while_rows_are_deleted_is_not_kept(folder) -> None:
    def slowly() -> str:
        kept_files.forget(".txt")
        return "of rows that are gone"

    path = kept_files.path_of("a", ".txt")
    made = kept_files.read_or_make(path, read, slowly, lambda found, draft: write(draft, found))
    assert made == "of rows that are gone"
    assert not list(folder.iterdir())
    keep("a", "anew")
    assert [one.name for one in folder.iterdir()] == ["a.txt"]
