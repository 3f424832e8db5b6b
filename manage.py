#!/usr/bin/env python3
"""The one way in: sets up its environment, starts the embedded PostgreSQL where it serves, runs the command."""

import os
import sys

from config import bootstrap

COMMANDS_WITHOUT_DATABASE = {
    *("", "help", "version", "check", "compilemessages", "makemessages", "collectstatic", "findstatic"),
    *("diffsettings", "startapp", "startproject"),
}


def needs_database(arguments):
    if {"--help", "-h", "--version"} & set(arguments):
        return False
    if arguments[:1] == ["check"]:
        return any(argument.startswith("--database") for argument in arguments)
    return bool(arguments) and arguments[0] not in COMMANDS_WITHOUT_DATABASE


def main():
    bootstrap.enter(sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

    import environ
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    if (bootstrap.TOP / ".env").exists():
        environ.Env.read_env(bootstrap.TOP / ".env")  # before the question whose database it is
    if sys.argv[1:2] == ["selftest"]:
        from config import selftest

        sys.exit(selftest.main(sys.argv[2:]))
    if not os.environ.get("DATABASE_URL") and needs_database(sys.argv[1:]):
        from config import embedded

        try:
            embedded.ensure_running()
        except ImproperlyConfigured as error:
            sys.exit(str(error))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
