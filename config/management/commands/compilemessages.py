from django.core.management.base import BaseCommand, CommandError

from config import translations


class Command(BaseCommand):
    """In place of Django's own, which needs GNU gettext."""

    help = "Compiles each locale/*/LC_MESSAGES/django.po."

    def handle(self, **options):
        for path in sorted(translations.LOCALES.glob("*/LC_MESSAGES/django.po")):
            catalog = translations.read_catalog(path.parts[-3])
            wrong = translations.with_other_placeholders(catalog)
            if wrong:
                raise CommandError("Placeholders differ:\n" + "\n".join(f"  {each}" for each in wrong))
            path.with_suffix(".mo").write_bytes(translations.compiled(catalog))
            self.stdout.write(f"{path.parent.parent.name}: {len(catalog)} strings.")
