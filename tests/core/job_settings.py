"""The tests' settings with kinds of job that exist only here, for the processes that the job tests start."""

from segmentation_site.test_settings import *  # noqa: F403
from segmentation_site.test_settings import DATA_DIR, DATABASES, Q_CLUSTER

JOB_KINDS = {"slow": "tests.core.job_kinds.slow"}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["NAME"] = str(DATA_DIR / "jobs.sqlite3")
Q_CLUSTER = {**Q_CLUSTER, "poll": 0.1, "guard_cycle": 0.2}
LANGUAGE_CODE = "en"  # what the programs say is compared with the English text
ROOT_URLCONF = "tests.core.job_kinds"
