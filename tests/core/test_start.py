"""What the program finds out about its PC before its first window: language, words, folder, settings."""

import gettext
import sys
from pathlib import Path

import pytest

from desktop_admin.core import i18n, paths
from desktop_admin.core.settings import FILE, Settings
from tests.core.test_messages import messages

MO = paths.locale_folder() / "zh_CN" / "LC_MESSAGES" / f"{i18n.DOMAIN}.mo"


def test_every_message_is_found_as_gettext_finds_it() -> None:
    with MO.open("rb") as file:
        whole = gettext.GNUTranslations(file)
    texts = [entry.message for entry in messages.read_translations() if entry.text]
    ours = i18n.Catalogue(MO.read_bytes())
    assert len(texts) > 100
    assert [ours.gettext(m) for m in texts] == [whole.gettext(m) for m in texts]


@pytest.mark.parametrize("message", ["", " ", "Zzz", "no such message", "\uffff", "没有"])
def test_a_message_without_translation_stays_as_it_is(message: str) -> None:
    ours = i18n.Catalogue(MO.read_bytes())
    assert i18n.English().gettext(message) == message
    assert not message or ours.gettext(message) == message


@pytest.mark.skipif(sys.platform == "win32", reason="the language is asked of Windows")
@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "zh_CN"),
        ({"LANG": "C.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_language_is_the_systems(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str) -> None:
    for name in i18n.NAMED_IN:
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert i18n.system_language() == language


@pytest.mark.parametrize(
    ("platform", "variable", "otherwise"),
    [
        ("linux", "XDG_DATA_HOME", ".local/share"),
        ("win32", "LOCALAPPDATA", "AppData/Local"),
        ("darwin", "", "Library/Application Support"),
    ],
)
def test_the_data_is_kept_where_the_system_wants_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, platform: str, variable: str, otherwise: str
) -> None:
    def expanded(path: Path) -> Path:
        return Path(str(path).replace("~", str(tmp_path), 1))

    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(Path, "expanduser", expanded)
    for name in ("DESKTOP_ADMIN_DATA", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    assert paths.data_folder() == tmp_path / otherwise / "DesktopAdmin"
    assert paths.data_folder().is_dir()
    if variable:
        monkeypatch.setenv(variable, str(tmp_path / "elsewhere"))
        assert paths.data_folder() == tmp_path / "elsewhere" / "DesktopAdmin"
    monkeypatch.setenv("DESKTOP_ADMIN_DATA", str(tmp_path / "named"))
    assert paths.data_folder() == tmp_path / "named"
    assert paths.data_folder(tmp_path / "given") == tmp_path / "given"


def test_settings_are_kept(tmp_path: Path) -> None:
    chosen = Settings(language="en", scheme="dark", idle_minutes=7, login="秦海")
    chosen.save(tmp_path)
    assert Settings.load(tmp_path) == chosen
    assert chosen.but(login="").login == ""


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("", Settings()),
        ("[]", Settings()),
        ('"zh_CN"', Settings()),
        ('{"idle_minutes": 0, "login": "a", "colour": "red"}', Settings(login="a")),
        ('{"idle_minutes": "15", "language": null, "scheme": "dark"}', Settings(scheme="dark")),
        ('{"idle_minutes": true}', Settings()),
    ],
)
def test_settings_that_make_no_sense_are_as_if_never_set(tmp_path: Path, stored: str, read: Settings) -> None:
    (tmp_path / FILE).write_text(stored, "utf-8")
    assert Settings.load(tmp_path) == read
