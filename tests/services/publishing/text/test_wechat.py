"""WeChat's editor keeps only what stands at the element itself."""

from desktop_admin.services.publishing.text.wechat import STYLES, TEXT, inline


def test_every_element_carries_its_style_and_a_picture_its_address() -> None:
    digest = "ab" * 32
    made = inline(
        f'<p style="text-align:center">一 &lt; 二</p><img src="attachment:{digest}" alt="图">',
        lambda found: f"data:image/jpeg;base64,{found[:4]}",
    )
    assert f'<p style="{TEXT};text-align:center">一 &lt; 二</p>' in made
    assert f'<img src="data:image/jpeg;base64,abab" alt="图" style="{STYLES["img"]}">' in made
