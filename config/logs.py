"""What must not stand in a log: addresses that open something to whoever knows them."""

import logging
import re

from django.utils.log import ServerFormatter

_SECRET = re.compile(r"(/lich-ics/|/kich-hoat/|/dat-lai/)[^\s\"?]+")


def without_secrets(text: str) -> str:
    return _SECRET.sub(r"\1…", text)


class PlainFormatter(logging.Formatter):
    def format(self, record):
        return without_secrets(super().format(record))


class PlainServerFormatter(ServerFormatter):
    def format(self, record):
        return without_secrets(super().format(record))
