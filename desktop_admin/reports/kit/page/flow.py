"""Where on the pages of one document the next thing goes."""

from desktop_admin.reports.kit.fonts import DocumentFonts, Style, shown
from desktop_admin.reports.kit.page.pen import MM, Pen

LEFT, RIGHT, TOP, BOTTOM = 25 * MM, 15 * MM, 20 * MM, 18 * MM  # the left margin is for binding
FOOTER_OVERLAP = 3.5 * MM  # by which the code in the footer stands above the bottom margin
FRAME, FRAME_FOOT = 10 * MM, 8 * MM  # from the page's edges, and as much more at its foot
_WATERMARK_GREY = 0.85
_WATERMARK_SIZE, _WATERMARK_LENGTH = 96.0, 500.0  # points, at most


class Flow:
    """`y` runs down from the top of the current page; all lengths are points."""

    def __init__(
        self, fonts: DocumentFonts, paper: tuple[float, float], *, watermark: str, shared: bool, framed: bool = False
    ) -> None:
        self.fonts = fonts
        self.shared = shared  # the frame of a page, by other documents
        self.size = paper
        self.watermark = shown(watermark)
        self.framed = framed
        self.left, self.right = LEFT, self.size[0] - (LEFT if framed else RIGHT)
        self.room = self.right - self.left
        self.bottom = self.size[1] - BOTTOM - FOOTER_OVERLAP
        self.pens: list[Pen] = []
        self.y = TOP
        self.new_page()

    @property
    def pen(self) -> Pen:
        return self.pens[-1]

    @property
    def left_over(self) -> float:
        return self.bottom - self.y

    @property
    def page_room(self) -> float:
        """The height of an empty page."""
        return self.bottom - TOP

    def new_page(self) -> None:
        self.pens.append(Pen(self.fonts, self.size, shared=self.shared))
        self.y = TOP
        if self.framed:
            self._frame()
        if self.watermark:
            ems = self.fonts.length(self.watermark, Style.BOLD, self.watermark) / 1000
            self.pen.slanted(self.watermark, min(_WATERMARK_SIZE, _WATERMARK_LENGTH / ems), _WATERMARK_GREY)

    def _frame(self) -> None:
        """A double border, above the footer."""
        for inset, weight in ((FRAME, 1.6), (FRAME + 1.4 * MM, 0.5)):
            width, height = self.size[0] - 2 * inset, self.size[1] - 2 * inset - FRAME_FOOT
            self.pen.box((inset, inset, width, height), weight)

    def need(self, height: float) -> None:
        """Begins a page unless there is room for the height."""
        if height > self.left_over and self.y > TOP:
            self.new_page()
