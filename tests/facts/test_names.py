"""names.yaml."""

from pathlib import Path

import pytest

from snc_assistant.errors import CorpusError
from snc_assistant.facts.names import Names, OfferName, Provider, Unlisted, Unspoken, load_names
from tests.conftest import Built


def test_corpus_without_names_has_none(tmp_path: Path) -> None:
    assert load_names(tmp_path) == Names()


def test_names_are_read_with_their_other_spellings(tmp_path: Path) -> None:
    (tmp_path / "names.yaml").write_text(
        "providers: [{slug: ovh, name: OVH, aliases: [OVHcloud]}]\n"
        "offers: [{offer: Pod, provider: ovh}]\n"
        "unlisted: [{name: Azure, related: [bleu]}]\n"
        "unspoken: [{name: HDS, gap: gap.hds}]\ncommon_words: [pod]\n"
    )
    assert load_names(tmp_path) == Names(
        (Provider("ovh", "OVH", ("OVHcloud",)),),
        (OfferName("Pod", "ovh"),),
        (Unlisted("Azure", (), ("bleu",)),),
        (Unspoken("HDS", "gap.hds"),),
        ("pod",),
    )


def test_entry_without_a_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "names.yaml").write_text("providers: [{slug: ovh}]\n")
    with pytest.raises(CorpusError, match="lacks 'name'"):
        load_names(tmp_path)


def test_every_provider_of_the_tables_has_its_name(snapshot: Built) -> None:
    named = {p.slug for p in snapshot.data.names.providers}
    assert {f.fields["provider"] for f in snapshot.facts.offers()} <= named


def test_every_offer_of_the_tables_has_its_name(snapshot: Built) -> None:
    named = {(o.offer, o.provider) for o in snapshot.data.names.offers}
    assert {
        (f.fields["offer"], f.fields["provider"]) for f in snapshot.facts.offers() if f.fields.get("offer")
    } <= named
