"""Asking and being asked without a network: a member's signed request to our public side, and another's side from memory."""

from datetime import UTC, datetime

from proximity.network.fetching import NotReached
from proximity.network.requests import sign_request

HERE = "http://localhost:8000"


def signed_get(browser, riga, path, *, now=None, to=None):
    headers = sign_request((to or HERE) + path, key=riga.request, instance=riga.id, now=now or datetime.now(UTC))
    return browser.get(path, headers=headers)


class Wire:
    """Another instance's public side, answered from memory in place of the network."""

    def __init__(self, other, me):
        self.other, self.me, self.asked, self.broken = other, me, [], False

    def __call__(self, url, *, signer=None, body=None):
        self.asked.append(url)
        if self.broken:
            raise NotReached("no_answer")
        path, _, known = url.partition("?known=")
        if path.endswith("proximity-exchange"):
            return self.other.card()
        if url.endswith("/join/"):
            return {"state": "waiting"}
        if path.endswith("/members/"):
            return self._members(known)
        if url.endswith("/yours/"):
            return {"card": self.other.contents[self.me], "read_to": self.other.cursors.get(self.me, 0)}
        if "/yours/objects/" in url:
            return self._yours(url.partition("after=")[2])
        after = int(url.partition("next=")[2])
        page = self.other.serve(self.me, after, 2)
        more = bool(page and self.other.serve(self.me, page[-1][0]))
        return {"more": more, "objects": [wire for _seq, wire in page], **({"last": page[-1][0]} if page else {})}

    def _members(self, known):
        cards, mark = getattr(self.other, "cards", []), getattr(self.other, "mark", None)
        return {"mark": mark} if mark and known == mark else {"cards": cards} | ({"mark": mark} if mark else {})

    def _yours(self, after):
        wires = [one for one in self.other.yours(self.me) if one["id"].rpartition("--")[2] > after]
        page = wires[:2]
        last = page[-1]["id"].rpartition("--")[2] if page else None
        return {"more": len(wires) > 2, "last": last, "objects": page}
