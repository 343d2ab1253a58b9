"""Our own line drawings on a 20 × 20 grid; stroke and colour come from the style sheet."""

DRAWINGS = {
    "overview": '<path d="M3 9.5 10 4l7 5.5V16H3z"/><path d="M8 16v-4h4v4"/>',
    "ratio": '<circle cx="6" cy="6" r="2.5"/><circle cx="14" cy="14" r="2.5"/><path d="M15.5 4.5l-11 11"/>',
    "geography": '<path d="M3 5l4.5-2 5 2L17 3v12l-4.5 2-5-2L3 17z"/><path d="M7.5 3v12M12.5 5v12"/>',
    "categories": '<path d="M3 3h5.5v5.5H3zM11.5 3H17v5.5h-5.5zM3 11.5h5.5V17H3zM11.5 11.5H17V17h-5.5z"/>',
    "survey": '<path d="M4 3h12v14H4z"/><path d="M7 7h6M7 10h6M7 13h3"/>',
    "customers": '<circle cx="7.5" cy="7" r="3"/><path d="M2.5 16c.6-3 2.5-4.5 5-4.5s4.4 1.5 5 4.5"/>'
    '<path d="M13 4.3a3 3 0 010 5.4M14.5 11.9c1.6.6 2.6 2 3 4.1"/>',
    "portfolio": '<path d="M3 7h14v9H3z"/><path d="M7.5 7V4.5h5V7M3 11h14"/>',
    "data": '<ellipse cx="10" cy="5" rx="6.5" ry="2.5"/>'
    '<path d="M3.5 5v10c0 1.4 2.9 2.5 6.5 2.5s6.5-1.1 6.5-2.5V5"/>'
    '<path d="M3.5 10c0 1.4 2.9 2.5 6.5 2.5s6.5-1.1 6.5-2.5"/>',
    "card": '<path d="M3 4h14v12H3z"/><circle cx="7" cy="8.5" r="1.7"/>'
    '<path d="M4.5 13c.3-1.5 1.2-2 2.5-2s2.2.5 2.5 2M12 8h3M12 11h3"/>',
    "phone": '<path d="M4 4l3-1 2 4-2 1.5c.8 2 2.2 3.5 4.5 4.5L13 11l4 2-1 3c-6 .5-12.5-5.5-12-12z"/>',
    "pin": '<path d="M10 17.5S4.5 12 4.5 8a5.5 5.5 0 0111 0c0 4-5.5 9.5-5.5 9.5z"/>'
    '<circle cx="10" cy="8" r="2"/>',
    "upload": '<path d="M10 13V3.5M6 7l4-3.5L14 7M3.5 13v3.5h13V13"/>',
    "download": '<path d="M10 3.5V13M6 9.5l4 3.5 4-3.5M3.5 13v3.5h13V13"/>',
    "activity": '<path d="M2.5 10.5h3.5l2.5-6 3.5 11 2-5h3.5"/>',
    "shield": '<path d="M10 2.5l6.5 2.2v4.8c0 4-2.7 6.7-6.5 8-3.8-1.3-6.5-4-6.5-8V4.7z"/>',
    "person": '<circle cx="10" cy="7" r="3.3"/><path d="M3.5 17c.7-3.4 3.2-5 6.5-5s5.8 1.6 6.5 5"/>',
    "list": '<path d="M7 5h10M7 10h10M7 15h10M3 5h.5M3 10h.5M3 15h.5"/>',
    "history": '<path d="M3.5 10a6.5 6.5 0 102-4.7L3.5 7"/><path d="M3.5 3.5V7H7M10 6.5V10l2.5 1.5"/>',
    "cluster": '<circle cx="5.5" cy="13" r="2"/><circle cx="9" cy="15.5" r="1.5"/>'
    '<circle cx="13.5" cy="6" r="2.5"/><circle cx="8.5" cy="5" r="1.5"/>',
    "suitability": '<circle cx="10" cy="10" r="7"/><circle cx="10" cy="10" r="3.5"/><path d="M10 9.9v.2"/>',
    "filter": '<path d="M3 5h14M6 10h8M8.5 15h3"/>',
    "close": '<path d="M5 5l10 10M15 5L5 15"/>',
    "down": '<path d="M5 7.5l5 5 5-5"/>',
    "next": '<path d="M7.5 5l5 5-5 5"/>',
    "sun": '<circle cx="10" cy="10" r="3.3"/>'
    '<path d="M10 2v2M10 16v2M2 10h2M16 10h2M4.3 4.3l1.4 1.4M14.3 14.3l1.4 1.4'
    'M4.3 15.7l1.4-1.4M14.3 5.7l1.4-1.4"/>',
    "moon": '<path d="M16.5 11.8A7 7 0 018.2 3.5a7 7 0 108.3 8.3z"/>',
    "done": '<path d="M4 10.5l4 4 8-9"/>',
    "warning": '<path d="M10 3l7.5 13.5h-15z"/><path d="M10 8v4M10 14.3v.2"/>',
    "info": '<circle cx="10" cy="10" r="7"/><path d="M10 9v4.5M10 6.5v.2"/>',
    "more": '<path d="M3.5 5.5h13M3.5 10h13M3.5 14.5h13"/>',
    "search": '<circle cx="9" cy="9" r="5"/><path d="M13 13l4 4"/>',
    "up": '<path d="M10 16V4.5M5.5 9L10 4.5 14.5 9"/>',
    "fall": '<path d="M10 4v11.5M5.5 11l4.5 4.5 4.5-4.5"/>',
    "table": '<path d="M3 4h14v12H3zM3 8h14M3 12h14M9 8v8"/>',
    "image": '<path d="M3 4h14v12H3z"/><path d="M3 14l4-4 3.5 3.5L13 11l4 4"/><path d="M13 7.5h.2"/>',
    "undo": '<path d="M4 8h8.5a4 4 0 010 8H7"/><path d="M7 4.5L3.5 8 7 11.5"/>',
    "swap": '<path d="M3 7h12.5M12 3.5L15.5 7 12 10.5M17 13H4.5M8 9.5L4.5 13 8 16.5"/>',
    "globe": '<circle cx="10" cy="10" r="7"/><path d="M3 10h14M10 3c4.5 4.5 4.5 9.5 0 14"/>'
    '<path d="M10 3c-4.5 4.5-4.5 9.5 0 14"/>',
    "report": '<path d="M5 2.5h7l3.5 3.5v11.5H5z"/><path d="M12 2.5V6h3.5M8 14v-3M10.3 14V9M12.6 14v-2"/>',
    "bookmark": '<path d="M5 3h10v14.5l-5-3.7-5 3.7z"/>',
    "mail": '<path d="M3 5h14v10.5H3z"/><path d="M3 6l7 5.5L17 6"/>',
    "link": '<path d="M8.5 11.5a3 3 0 004.3.2l2.5-2.5a3 3 0 00-4.3-4.3L9.8 6.1"/>'
    '<path d="M11.5 8.5a3 3 0 00-4.3-.2l-2.5 2.5a3 3 0 004.3 4.3l1.2-1.2"/>',
    "external": '<path d="M8 4H4v12h12v-4M11.5 4H16v4.5M16 4l-7 7"/>',
    "plain": '<circle cx="10" cy="10" r="2.5"/>',
}
# other words that apps use for the same drawing
SAME = {
    "home": "overview", "map": "geography", "grid": "categories", "business_categories": "categories",
    "questionnaires": "survey", "questionnaire": "survey", "users": "customers", "people": "customers",
    "database": "data", "datasets": "data", "editions": "history", "jobs": "activity", "privacy": "shield",
    "personal_data": "shield", "inventory": "shield", "account": "person", "enterprises": "list",
    "clustering": "cluster", "segments": "cluster", "log": "history", "names": "list", "check": "done",
    "areas": "geography", "kinds": "table", "files": "data",
}  # fmt: skip


def drawing(name: str) -> str:
    """The shapes of an icon; a plain dot for a name that has none."""
    return DRAWINGS.get(SAME.get(name, name), DRAWINGS["plain"])
