"""Cells of tab-separated tables and their labels."""

from snc_assistant.ingest.lines import split_lines
from snc_assistant.ingest.tables import clean, items, table_cells

TWO_HEADS = (
    "\tEN COURS\t\tQUALIFIÉS\t\n\tCandidat\tOffre\tEntreprise\tOffre\nIaaS\tAdista\tdista\tOVH\tPod\nCaaS\t\n"
)


def labelled(text: str) -> dict[str, tuple[str, ...]]:
    """Cell text → labels."""
    rows = [line for line in split_lines(text) if line.is_row]
    return {text[c.start : c.end]: c.labels for c in table_cells(text, rows)}


def test_cell_is_labelled_by_its_row_and_by_each_header_row() -> None:
    assert labelled(TWO_HEADS) == {
        "Adista": ("IaaS", "EN COURS", "Candidat"),
        "dista": ("IaaS", "EN COURS", "Offre"),
        "OVH": ("IaaS", "QUALIFIÉS", "Entreprise"),
        "Pod": ("IaaS", "QUALIFIÉS", "Offre"),
    }


def test_single_header_row_labels_every_column() -> None:
    assert labelled("Name\tPrice\nA\t12\n") == {"A": ("Name",), "12": ("Price",)}


def test_row_that_stands_alone_is_content_not_a_header() -> None:
    assert labelled("Article 1\tThe provider\n") == {"Article 1": (), "The provider": ()}


def test_row_with_a_label_only_has_no_cells() -> None:
    assert labelled("IaaS\t\nCaas\t\n") == {}


def test_items_of_a_cell_come_without_their_tags() -> None:
    text = "<p><b>Open: all.</b></p><ul><li>&gt; one</li><li> two </li></ul><p> </p>"
    assert [text[a:b] for a, b in items(text, 0, len(text))] == ["Open: all.", "one", "two"]


def test_tag_around_a_part_of_an_item_stays_in_its_quote() -> None:
    text = "<p><b>AI Models:</b> The key</p>"
    assert [text[a:b] for a, b in items(text, 0, len(text))] == ["<b>AI Models:</b> The key"]


def test_cleaning_leaves_words_and_single_blanks() -> None:
    assert clean("<b>Cloud</b>  <b>Temple</b>\n") == "Cloud Temple"
