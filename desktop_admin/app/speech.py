"""Qt's own words. A module of its own, since PySide takes long to make QLocale and the first window does without."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from desktop_admin.core import i18n


def speak(qt: QApplication) -> None:
    """Qt's own dialogs in the program's language."""
    QLocale.setDefault(QLocale(i18n.language()))
    for old in qt.findChildren(QTranslator):
        qt.removeTranslator(old)
        old.deleteLater()
    words = QTranslator(qt)
    if words.load(f"qtbase_{i18n.language()}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        qt.installTranslator(words)
