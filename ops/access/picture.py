"""The same as a picture: logins -> what chooses -> roles -> resources, as an SVG of its own or inside a page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ops.access.roles import Role

_WIDTHS, _GAP, _LINE, _LETTERS = (300, 400, 150, 700), 70, 22, 7.0
_TITLES = ("Logins", "Chosen by", "Roles", "May reach")


def svg(roles: list[Role]) -> str:
    """Four columns, an edge for each step from one to the next."""
    edges: list[tuple[tuple[int, str], tuple[int, str]]] = []
    for role in roles:
        me = (2, role.name)
        for choice in role.chosen_by:
            edges += [((0, login), (1, choice.how)) for login in choice.logins]
            edges.append(((1, choice.how), me))
        edges += [(me, (3, text)) for text in _rights(role)]
    edges = list(dict.fromkeys(edges))
    nodes = list(dict.fromkeys([(2, role.name) for role in roles] + [node for edge in edges for node in edge]))
    columns = [[node for node in nodes if node[0] == index] for index in range(4)]
    left = [sum(_WIDTHS[:index]) + index * _GAP + 10 for index in range(4)]
    top = {node: 50 + row * (_LINE + 10) for column in columns for row, node in enumerate(column)}
    height = max([*top.values(), 50]) + _LINE + 20
    lines = [
        f'<path d="M{left[a] + _WIDTHS[a]} {top[a, one] + 11} C{left[a] + _WIDTHS[a] + 35} {top[a, one] + 11} '
        f'{left[b] - 35} {top[b, other] + 11} {left[b]} {top[b, other] + 11}"/>'
        for (a, one), (b, other) in edges
    ]
    boxes = [
        f'<g><title>{escape(text)}</title><rect x="{left[column]}" y="{top[column, text]}" width="{_WIDTHS[column]}" '
        f'height="{_LINE}" rx="4"/><text x="{left[column] + 6}" y="{top[column, text] + 15}">'
        f"{escape(_short(text, _WIDTHS[column]))}</text></g>"
        for column, text in nodes
    ]
    titles = [f'<text x="{x}" y="30" font-weight="bold">{title}</text>' for x, title in zip(left, _TITLES, strict=True)]
    box = f"0 0 {left[3] + _WIDTHS[3] + 10} {height}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" font-family="monospace" font-size="11.5">'
    style = "<style>path{fill:none;stroke:#8a94a6}rect{fill:#eef2f8;stroke:#8a94a6}</style>"
    return "\n".join([head, style, *titles, *lines, *boxes, "</svg>\n"])


def _rights(role: Role) -> Iterator[str]:
    for right in role.rights:
        deny = "" if right.effect == "Allow" else f"{right.effect} "
        yield from (f"{deny}{reach.whose}: {_brief(reach.resource)}" for reach in right.reaches)
    yield from (f"what the managed policy {_brief(arn)} allows" for arn in role.managed_policies)


def _brief(arn: str) -> str:
    return arn.removeprefix("arn:${AWS::Partition}:")


def page(environment: str, roles: list[Role]) -> str:
    """An HTML page with the picture."""
    title = f"Who may become what: {escape(environment)}"
    return f'<!doctype html><meta charset="utf-8"><title>{title}</title><h1>{title}</h1>\n{svg(roles)}'


def _short(text: str, width: int) -> str:
    most = int(width / _LETTERS) - 1
    return text if len(text) <= most else f"{text[: most - 1]}…"
