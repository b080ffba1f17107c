"""Where a result goes, and in which form."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from sovai.cli.options import lang_option, locale_option, output_option
from sovai.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from sovai.report.data import Locale
    from sovai.results.base import Presentable

_FORMS = ("text", "json", "csv", "markdown")


@dataclass(frozen=True)
class Output:
    """The form and the file that were asked for; without a file, the screen."""

    form: str = "text"
    file: str | None = None
    locale: Locale = "en"
    """Of CSV."""
    lang: str = "en"
    """Of text and Markdown; JSON and CSV are for programs and stay as they are."""

    def show(self, result: Presentable, **how: Any) -> None:
        """Write a result; `how` is for the renderers of text and Markdown, which its page names."""
        from sovai.report.language import speaking, translated

        if self.form == "json":
            from sovai.report.data import to_json

            text = to_json(result)
        elif self.form == "csv":
            from sovai.report.data import to_csv

            text = to_csv(result.to_records(), result.columns, locale=self.locale)
        elif self.form == "markdown":
            with speaking(self.lang):
                render = import_module(f"sovai.report.document.{result.page}").render
                text = render(translated(result), **translated(how))
        else:
            render = import_module(f"sovai.report.terminal.{result.page}").render
            self.draw(lambda console: render(translated(result), console, **translated(how)))
            return
        deliver(text, self.file)

    def draw(self, draw: Callable[[Console], None]) -> None:
        """Write what `draw` prints."""
        from sovai.report.language import speaking
        from sovai.report.terminal.screen import on_screen

        with speaking(self.lang):
            text = on_screen(draw, plain=self.file is not None)
        deliver(text, self.file)


def output_options(command: Callable[..., Any]) -> Any:
    """Hand a command its options of form, file and language as the argument ``out``."""

    @functools.wraps(command)
    def gathered(*, out: Output, lang: str, **rest: Any) -> Any:
        return command(out=replace(out, lang=_known(lang)), **rest)

    return form_options(lang_option(gathered))


def form_options(command: Callable[..., Any]) -> Any:
    """Hand a command whose texts are English its options of form and file as the argument ``out``."""

    @functools.wraps(command)
    def gathered(*, form: str | None, as_json: bool, output: str | None, locale: Locale, **rest: Any) -> Any:
        if as_json and form not in (None, "json"):
            raise UsageError(f"--json and --format {form} ask for two forms at once; give one of them")
        form = "json" if as_json else form or "text"
        check_locale(locale, form)
        return command(out=Output(form, output, locale), **rest)

    form = click.option("--format", "form", type=click.Choice(_FORMS), show_default="text", help="What to print.")
    short = click.option("--json", "as_json", is_flag=True, help="Short for --format json.")
    return form(short(locale_option(output_option(gathered))))


def check_locale(locale: Locale, form: str) -> None:
    """Raise `UsageError` for a locale of something that has none."""
    if locale != "en" and form != "csv":
        raise UsageError(f"--locale {locale} is for CSV; add --format csv")


def _known(lang: str) -> str:
    """Return the language, or say before anything is computed that there is no such."""
    if lang == "en":
        return lang
    from sovai.report.language import checked

    return checked(lang)


def deliver(text: str, output: str | None) -> None:
    """Print text, or write it to a file as a whole or not at all."""
    if output is None:
        click.echo(text, nl=False)
        return
    from sovai.report.files import write_whole

    write_whole({output: text.encode()})
