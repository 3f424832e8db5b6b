from django.core.management.base import BaseCommand

from config import translations


class Command(BaseCommand):
    """In place of Django's own, which needs GNU gettext."""

    help = "Brings locale/en up to date with the strings in code and templates."

    def handle(self, **options):
        catalog = translations.updated(translations.read_catalog("en"), translations.extracted())
        translations.write_catalog(catalog, "en")
        missing = translations.without_translation(catalog)
        self.stdout.write(f"{len(catalog)} strings, {len(missing)} of them without English.")
        for text in missing:
            self.stdout.write(f"  {text}")
