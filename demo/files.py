"""The demo's files with their decisions: of areas, residents, enterprises, a survey, a shop and customers."""

import json
from pathlib import Path

from demo.attributes_file import customers_2023
from demo.city_files import area_facts, population_2020, population_2021, population_2023
from demo.demo_file import DemoFile
from demo.register import build
from demo.register_files import register_2020, register_2021, register_2023
from demo.shop_file import shop_2022, shop_2023
from demo.survey_file import survey_2023

__all__ = ["DemoFile", "write"]


def write(into: Path, seed: int = 2021) -> list[DemoFile]:
    """Write every file and its decisions into the folder `into` (made if missing); areas come first.

    The same seed gives the same bytes. Raises OSError when the folder cannot be written.
    """
    into.mkdir(parents=True, exist_ok=True)
    registers = build(seed)
    files = [
        area_facts(into, "2020", "2009"),
        area_facts(into, "2021", "2021"),
        population_2020(into),
        population_2021(into, "2021-06", "2009"),
        population_2021(into, "2021", "2021"),
        population_2023(into),
        register_2020(into, registers[2020]),
        register_2021(into, registers[2021]),
        register_2023(into, registers[2023]),
        survey_2023(into, seed),
        shop_2022(into, seed),
        shop_2023(into, seed),
        customers_2023(into, seed),
    ]
    for file in files:
        text = json.dumps(file.decisions, ensure_ascii=False, indent=2)
        file.decisions_path.write_text(text + "\n", encoding="utf-8")
    return files
