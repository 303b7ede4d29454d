"""Pictures on the clipboard or dropped: which there are, and one of them as a file's bytes."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, Qt
from PySide6.QtGui import QImage, QImageWriter

LONGEST = 2000  # pixels of the longer side; a PNG of that is always small enough to be sent

Pasted = QImage | Path


def pictures_of(source: QMimeData) -> list[Pasted]:
    """Files, else one picture that comes without words: a table or a page of Word brings its own picture along."""
    files = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
    if files:
        return list[Pasted](files)
    picture = source.imageData() if source.hasImage() and not source.text().strip() else None
    return [picture] if isinstance(picture, QImage) and not picture.isNull() else []


def png_of(picture: QImage) -> bytes:
    """No larger than LONGEST, and without whatever else is noted in it."""
    if max(picture.width(), picture.height()) > LONGEST:
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        picture = picture.scaled(LONGEST, LONGEST, keep, smooth)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(picture)  # QImage.save takes no device with a format in bytes
    return bytes(buffer.data().data())
