"""The settings page, drawn from what is declared."""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from app.core.settings import DECLARED, OPERATOR, REVEAL_S, THEME, Settings
from app.texts.messages import message
from app.ui.pages.settings_page import SettingsPage
from app.ui.theme import Theme
from app.ui.widgets.choices import ChoiceBox
from app.ui.widgets.entries import NumberBox
from app.viewmodels.settings import SettingsViewModel
from tests.gui.locks_screen import says


@asynccontextmanager
async def settings_page(theme: Theme, file: Path) -> AsyncGenerator[tuple[SettingsPage, Settings]]:
    settings = Settings(file)
    model = SettingsViewModel(settings)
    page = SettingsPage(theme, model)
    page.resize(QSize(900, 700))
    page.show()
    try:
        yield page, settings
    finally:
        await model.close()
        page.hide()
        page.deleteLater()


async def test_every_declared_setting_with_a_title_has_a_field(theme, qapp, tmp_path):
    async with settings_page(theme, tmp_path / "settings.json") as (page, _settings):
        shown = {label.text() for label in page.findChildren(QLabel)}
        titled = [setting for setting in DECLARED if setting.title]
        assert {message(setting.title) for setting in titled} <= shown
        assert len(titled) < len(DECLARED), "what the program keeps for itself is not shown"


async def test_what_is_chosen_and_typed_is_kept_at_once(theme, qapp, tmp_path):
    file = tmp_path / "settings.json"
    async with settings_page(theme, file) as (page, settings):
        box = page.form.editor(THEME.key)
        assert isinstance(box, ChoiceBox)
        box.choose("dark")
        box.activated.emit(box.currentIndex())
        number = page.form.editor(REVEAL_S.key)
        assert isinstance(number, NumberBox)
        number.setValue(45)
        line = page.form.editor(OPERATOR.key)
        assert isinstance(line, QLineEdit)
        QTest.keyClicks(line, " Ida ")
        line.editingFinished.emit()
        assert settings.get(OPERATOR) == "Ida"
    kept = json.loads(file.read_text())
    assert kept == {"theme": "dark", "reveal_seconds": 45, "operator": "Ida"}


async def test_what_cannot_be_written_is_said_at_its_field(theme, qapp, tmp_path):
    file = tmp_path / "settings.json"
    async with settings_page(theme, file) as (page, settings):
        file.with_name(file.name + ".part").mkdir()
        number = page.form.editor(REVEAL_S.key)
        assert isinstance(number, NumberBox)
        number.setValue(45)
        assert says(page, "cannot be written")
        assert settings.get(REVEAL_S) == REVEAL_S.default


async def test_a_damaged_file_is_said_and_the_defaults_hold(theme, qapp, tmp_path):
    file = tmp_path / "settings.json"
    file.write_text("{")
    async with settings_page(theme, file) as (page, settings):
        assert says(page, "is damaged; the defaults are used")
        assert settings.get(THEME) == "system"
    assert file.read_text() == "{"


async def test_a_page_that_is_gone_hears_of_no_change(theme, qapp, tmp_path):
    async with settings_page(theme, tmp_path / "settings.json") as (_page, settings):
        pass
    settings.set(OPERATOR, "Ida")
