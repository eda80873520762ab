"""One run over paths: settings, rules, files and tables, as `check` and `fix` both need them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from boxlint import __version__
from boxlint.discovery import Discovery, find
from boxlint.formats import ReadOptions, read_files
from boxlint.outputs import parse_target
from boxlint.path_patterns import as_pattern
from boxlint.report import Report
from boxlint.settings import Settings
from boxlint.settings.files import OwnFiles
from boxlint.stages import is_profiled, stage
from boxlint.workers import Workers, default_count

if TYPE_CHECKING:
    from boxlint.baseline import Baseline, Known
    from boxlint.baseline.comparison import Comparison
    from boxlint.cache.recall import Cache
    from boxlint.findings import Findings
    from boxlint.frameworks.forecast import Forecast
    from boxlint.known_conditions import KnownFlags
    from boxlint.ruleset import Rule
    from boxlint.settings.overrides import Choice
    from boxlint.tables import Tables

Watch = Callable[[int], AbstractContextManager[Callable[[int], None]]]
"""Called with the number of files; what it enters is told how many were read since it last was."""

_NOTHING_OWN: Final = OwnFiles()


class Session(Struct, frozen=True, eq=False):
    """What a run is about. `started` is when, by `time.perf_counter`; `root` is the folder of its own files.

    `paths` are those that were named, `baseline` is what is known before. `kept_files` are boxlint's own, which no
    report may overwrite.
    """

    settings: Settings
    choice: Choice
    found: Discovery
    options: ReadOptions
    started: float
    forecast: Forecast
    root: Path
    paths: Sequence[Path]
    baseline: Baseline | None = None
    cache: Cache | None = None
    kept_files: Sequence[Path] = ()

    def read(self, options: ReadOptions) -> Tables:
        """The files as tables, with their splits, and what images and volumes say where it is known where they are."""
        from boxlint.surroundings import with_surroundings

        return with_surroundings(self._read_files(options), self.settings.splits, self.settings.images, options.wanted)

    def _read_files(self, options: ReadOptions) -> Tables:
        if self.cache is None or not self.cache.is_worth(self.found.files):
            return read_files(self.found.files, options)
        self.cache.keep_told()
        return self.cache.read_files(self.found.files, options)

    def judge(self, tables: Tables, rules: Sequence[Rule], known: KnownFlags | None = None) -> Findings:
        """The findings of some rules; `known` is what conditions are known to say of these tables, which grows."""
        from boxlint.devices import choose_device
        from boxlint.linter import lint
        from boxlint.path_patterns import are_within

        findings = lint(
            tables,
            rules,
            self.choice.rules,
            parameters=self.choice.parameters,
            severities=self.choice.severities,
            suppressions=self.choice.suppressions,
            is_whole=lambda place: are_within(self.paths, place),
            has_all=are_within(self.paths, self.root),
            device=choose_device(self.settings.device, len(tables.annotations)),
            threads=1 if is_profiled() else self.worker_count,
            known=known,
            forecast=self.forecast,
        )
        return replace(findings, root=str(self.root))

    @property
    def worker_count(self) -> int:
        """How many processes read files together, and how many threads judge them."""
        return self.settings.workers or default_count(is_program=False)

    def report(self, findings: Findings, *, exit_zero: bool = False) -> Report:
        """The findings that are not known yet, with the totals of the run so far."""
        if self.baseline is None:
            return self.conclude(findings, exit_zero=exit_zero)
        with stage("baseline"):
            compared = self.compare(findings, self.baseline)
        return self.conclude(compared.findings, compared.stale, exit_zero=exit_zero)

    def compare(self, findings: Findings, baseline: Baseline) -> Comparison:
        """All findings of the run compared with a baseline."""
        from boxlint.baseline.comparison import compare
        from boxlint.baseline.scope import find_scope

        choice, has_images = self.choice, bool(self.settings.images)
        scope = find_scope(
            findings.tables, self.root, self.paths, choice.selected, choice.severities, has_images=has_images
        )
        return compare(findings, baseline, scope)

    def conclude(self, findings: Findings, stale: tuple[Known, ...] = (), *, exit_zero: bool = False) -> Report:
        """What is to be reported, with the totals of the run so far."""
        from boxlint.totals import exit_code_of, summarize

        exit_code = 0 if exit_zero else exit_code_of(findings, self.settings)
        summary = summarize(
            findings,
            self.found,
            baseline=None if self.baseline is None else self.baseline.source,
            stale=len(stale),
            seconds=perf_counter() - self.started,
            exit_code=exit_code,
        )
        return Report(findings, findings.tables, summary, self.found.skipped, stale)


def open_session(
    paths: Sequence[Path],
    settings: Settings,
    *,
    skip_unknown: bool = False,
    partial: bool = False,
    with_guards: bool = False,
    root: Path,
    with_cache: bool = False,
    own: OwnFiles = _NOTHING_OWN,
) -> Session:
    """The session of a run by settings that are complete; nothing is read yet.

    `partial`: the files may be some of many, so that rules on whole sets say nothing of sets of several files.
    `with_guards`: the rules that guard against misread files will be judged too. `root` is the folder of the run's own
    files; `with_cache`: what takes long to read may be kept there. Nothing is said of files that are `own`.
    Raises `UserError` for a path, rule or setting that does not exist.
    """
    from boxlint.baseline import baseline_file, read_wanted
    from boxlint.devices import choose_device
    from boxlint.requirements import wanted_columns

    started = perf_counter()
    choice, forecast = _choose(paths, settings, root)
    # a device that is not there is said before a large file is read
    choose_device(settings.device, 0)
    if settings.images:
        from boxlint.image_files.places import require_folders

        require_folders(settings.images)
    memory = None
    if with_cache and settings.cache:
        from boxlint.cache import NAME
        from boxlint.cache.recall import Cache

        memory = Cache(root / NAME, __version__)
    baseline = read_wanted(settings.baseline, root)
    used = baseline_file(settings.baseline, root)
    kept = (*own.kept, used) if used else own.kept
    with stage("discovery"):
        found = _find_files(paths, settings, memory, [*kept, *own.reports], skip_unknown=skip_unknown)
    if partial:
        from boxlint.settings.partial import of_parts

        choice = of_parts(choice)
    judged = [*choice.selected, *(choice.guards if with_guards else ())]
    options = ReadOptions(
        classes=settings.classes,
        known_fields=frozenset(settings.known_fields),
        box_mode=settings.box_mode,
        box_space=settings.box_space,
        wanted=wanted_columns(judged, choice.rules),
    )
    return Session(settings, choice, found, options, started, forecast, root, paths, baseline, memory, kept)


def _choose(paths: Sequence[Path], settings: Settings, root: Path) -> tuple[Choice, Forecast]:
    """The rules of a run, and what the frameworks that it is for do with what these find."""
    from boxlint.frameworks.files import find_framework, load_frameworks
    from boxlint.frameworks.forecast import Forecast
    from boxlint.path_patterns import covers
    from boxlint.rule_files import load_rules
    from boxlint.settings.overrides import choose_rules

    folders = [Path(folder) for folder in settings.rules]
    rules = load_rules(folders, examples=False)
    if settings.rules:
        from boxlint.examples import refuse_own_rules_that_fail

        refuse_own_rules_that_fail(rules)
    known = cache(lambda: load_frameworks(rules, folders))
    chosen = tuple(find_framework(known(), name) for name in settings.frameworks)
    choice = choose_rules(settings, rules, chosen, lambda pattern: covers(paths, pattern, root))
    return choice, Forecast(chosen, known)


def _find_files(
    paths: Sequence[Path], settings: Settings, memory: Cache | None, own: Sequence[Path], *, skip_unknown: bool
) -> Discovery:
    """The files that a run is about; of those that are boxlint's own, and of its reports, nothing is said."""
    # a baseline that is named may be given any name
    known = [as_pattern(Path(settings.baseline))] if isinstance(settings.baseline, str) else []
    found = find(
        paths,
        format=settings.format,
        excludes=(*settings.exclude, *settings.extend_exclude, *known),
        respect_gitignore=settings.respect_gitignore,
        skip_unknown=skip_unknown,
        force_exclude=settings.force_exclude,
        remember=memory.tell if memory else None,
    )
    reports = [target.file for target in map(parse_target, settings.output_format) if target.file]
    return found.without([*own, *reports])


def run_check(session: Session, *, exit_zero: bool = False, watch: Watch | None = None) -> Report:
    """Read and judge the files of a session, and report what is not known."""
    return session.report(find_all(session, watch), exit_zero=exit_zero)


def find_all(session: Session, watch: Watch | None = None) -> Findings:
    """Read and judge the files of a session; all findings, known or not."""
    with reading(session, watch) as options:
        with stage("reading"):
            tables = session.read(options)
            # judging has a use for their memory, and none for them
            options.workers.close()
        with session.cache.flags(tables) if session.cache else nullcontext() as known:
            return session.judge(tables, session.choice.selected, known)


@contextmanager
def reading(session: Session, watch: Watch | None) -> Iterator[ReadOptions]:
    """The options to read the session's files with, and workers, while `watch` is told of it."""
    with Workers(session.worker_count) as workers:
        options = replace(session.options, workers=workers)
        if watch is None:
            yield options
            return
        with watch(len(session.found.files)) as progress:
            yield replace(options, progress=progress)
