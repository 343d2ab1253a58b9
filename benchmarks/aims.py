"""How the report says whether an aim was met."""


def met(is_met: bool) -> str:
    return "met" if is_met else "not met"
