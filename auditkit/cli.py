"""The command line: options in, exit codes out; the work is done by the public API, loaded inside each command.

Exit codes: 0 nothing at the --fail-on level · 1 findings · 2 wrong usage or a file that could not be read ·
3 a part of the audit did not run.
"""
import sys
from pathlib import Path

import click

FORMATS = ("table", "json", "csv", "markdown", "xlsx", "html")
BINARY = {"xlsx"}
ENDINGS = {".json": "json", ".csv": "csv", ".md": "markdown", ".xlsx": "xlsx", ".html": "html", ".htm": "html"}
FAIL_ON = {"error": ("error",), "warning": ("error", "warning"), "never": ()}
FINDINGS, UNREADABLE, INCOMPLETE = 1, 2, 3

_lang = click.option("--lang", type=click.Choice(["kk", "ru", "en"]),
                     help="Language of the messages; without it the report's own.")
_form = click.option("--form", metavar="ID", help="The form that the reports follow; recognised without it.")
_rules = click.option("--rules", "rules_dirs", multiple=True, metavar="DIR",
                      type=click.Path(exists=True, file_okay=False, path_type=Path),
                      help="A folder with more rules (may be repeated).")
_format = click.option("--format", "format", type=click.Choice(FORMATS),
                       help="What to write; without it as the ending of --output says, else a table.")
_output = click.option("-o", "--output", metavar="OUT", type=click.Path(dir_okay=False, path_type=Path),
                       help="The file to write to instead of the screen.")
_fail_on = click.option("--fail-on", type=click.Choice(list(FAIL_ON)), default="warning", show_default=True,
                        help="The gravity from which findings make the exit code 1.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="auditkit", message="%(prog)s %(version)s")
def main() -> None:
    """Cross-check the numbers of grant reports: tables, plan against fact, text against tables.

    Reads Word, Excel, PDF, Markdown, text, CSV and HTML files in Kazakh and Russian. Works offline and changes nothing.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE|DIR...", type=click.Path(exists=True, path_type=Path))
@_format
@_output
@_lang
@click.option("--select", multiple=True, metavar="ID",
              help="Only these rules; the beginning of an id is enough (may be repeated).")
@click.option("--ignore", multiple=True, metavar="ID",
              help="Not these rules; the beginning of an id is enough (may be repeated).")
@_rules
@_form
@_fail_on
def audit(paths, format, output, lang, select, ignore, rules_dirs, form, fail_on) -> None:
    """Check reports: what contradicts what.

    Prints the contradictions, and what was checked and found right.
    """
    import auditkit
    format = format or ENDINGS.get(output.suffix.lower() if output else "", "table")
    _check_output(format, output, paths)
    with _said_in_one_sentence():
        with _Progress(len(paths) > 1 or paths[0].is_dir()) as progress:
            result = auditkit.audit(paths, select=select, ignore=ignore, rules_dirs=rules_dirs, lang=lang, form=form,
                                    progress=progress)
    text = auditkit.render(result, format, lang, color=output is None and _on_screen(sys.stdout))
    _write(text, output)
    for path, reason in result.unreadable:
        click.echo(f"{path}: {reason}", err=True)
    sys.exit(_exit_code(result, fail_on))


@main.command()
@click.option("--twin", nargs=2, required=True, metavar="KK_FILE RU_FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="The Kazakh and the Russian version of one report.")
@_format
@_output
@_lang
@_form
@_fail_on
def compare(twin, format, output, lang, form, fail_on) -> None:
    """Compare the Kazakh and the Russian version of one report.

    Prints the numbers, dates and names that differ at places that answer each other.
    """
    import auditkit
    format = format or ENDINGS.get(output.suffix.lower() if output else "", "table")
    _check_output(format, output, twin)
    with _said_in_one_sentence():
        result = auditkit.compare(*twin, form=form)
    _write(auditkit.render(result, format, lang, color=output is None and _on_screen(sys.stdout)), output)
    sys.exit(_exit_code(result, fail_on))


@main.command()
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_lang
@_form
def inspect(path, lang, form) -> None:
    """Show how a report was read.

    Tables, plan and fact, the numbers of the text, and those that nothing was held against.
    """
    import auditkit
    from auditkit.renderers import inspection
    with _said_in_one_sentence():
        document = auditkit.read(path)
        audited = auditkit.audit_document(document, auditkit.all_rules(), form)
    click.echo(inspection.render(auditkit.understand(document, form), audited, lang), nl=False)


@main.command("rules")
@_rules
@_lang
def list_rules(rules_dirs, lang) -> None:
    """List the rules."""
    import auditkit
    from auditkit.renderers import inspection
    with _said_in_one_sentence():
        click.echo(inspection.rule_list(auditkit.all_rules(rules_dirs), lang or "en"), nl=False)


@main.command()
@click.argument("rule_id", metavar="ID")
@_rules
@_lang
def explain(rule_id, rules_dirs, lang) -> None:
    """Explain one rule.

    With an example of what is wrong and what is right.
    """
    import auditkit
    from auditkit.renderers import inspection
    with _said_in_one_sentence():
        known = {rule.id: rule for rule in auditkit.all_rules(rules_dirs)}
    if rule_id.upper() not in known:
        raise click.UsageError(f"there is no rule {rule_id}; `auditkit rules` lists them")
    click.echo(inspection.explanation(known[rule_id.upper()], lang or "en"), nl=False)


class _said_in_one_sentence:
    """Turns an error that auditkit raises on purpose into one sentence on stderr and exit code 2."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        from auditkit.errors import AuditkitError
        if isinstance(error, AuditkitError):
            click.echo(str(error), err=True)
            sys.exit(UNREADABLE)


def _check_output(format: str, output: Path | None, paths: tuple[Path, ...]) -> None:
    if output is None and format in BINARY and _on_screen(sys.stdout):
        raise click.UsageError(f"{format} is not for the screen: name a file with -o, such as -o audit.{format}")
    for path in paths if output is not None else ():
        if output.exists() and path.samefile(output):
            raise click.UsageError(f"{output} is the report itself: choose another name for -o")
        if path.is_dir() and output.suffix.lower() != ".json" and output.resolve().is_relative_to(path.resolve()):
            raise click.UsageError(f"{output} lies in the folder that is audited, where it could be taken for a "
                                   "report: choose another folder for -o")


def _on_screen(stream) -> bool:
    return stream.isatty()


def _write(text: str | bytes, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", errors="replace"))
    except OSError as error:
        click.echo(f"{output}: could not be written: {error.strerror}", err=True)
        sys.exit(UNREADABLE)


class _Progress:
    """One line on stderr with the file that is being read; only on a terminal, and only where there may be several."""

    def __init__(self, several: bool):
        self.shown = several and _on_screen(sys.stderr)
        self.count = 0

    def __call__(self, path: str) -> None:
        self.count += 1
        self._line(f"[{self.count}] {Path(path).name}"[:78])

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self._line("")

    def _line(self, text: str) -> None:
        if self.shown:
            click.echo(f"\r\x1b[K{text}", nl=False, err=True)


def _exit_code(result, fail_on: str) -> int:
    if result.unreadable:
        return UNREADABLE
    if any(report.incomplete for report in result.reports):
        return INCOMPLETE
    grave = FAIL_ON[fail_on]
    return FINDINGS if any(one.severity in grave for report in result.reports for one in report.findings) else 0
