"""Names, what is lacking and what is counted → the offers that answer."""

from dataclasses import replace

import pytest

from snc_assistant.facts.finding import Editions, Finding
from snc_assistant.facts.offer_look_up import OfferLookUp
from snc_assistant.types import Compared, Entity, EntityKind, Grouping, Intent, Numbers, Question, Relation
from tests.conftest import Built

EDITIONS = Editions({"2026-02": "observatory-2026-02-en", "2026-04": "observatory-2026-04-fr"})
SAAS = Entity("service_model", "SaaS", "SaaS")
IAAS = Entity("service_model", "IaaS", "IaaS")
QUALIFIED = Entity("status", "qualified", "qualified")
IN_PROGRESS = Entity("status", "in_progress", "in progress")


@pytest.fixture(scope="module")
def look_up(snapshot: Built) -> OfferLookUp:
    """Over the shipped tables."""
    return OfferLookUp(snapshot.facts, EDITIONS)


def ask(*entities: Entity, intent: Intent = "list", relation: Relation | None = None) -> Question:
    """A question with these names."""
    return Question("?", "?", "en", entities, intent, relation=relation or Relation())


def provider(slug: str) -> Entity:
    """A named provider."""
    return Entity("provider", slug, slug)


def slugs(found: Finding | None) -> list[str]:
    """The providers found, each once."""
    assert found
    return list(dict.fromkeys(f.fields["provider"] for f in found.facts if f.kind == "offer"))


def key(found: Finding | None) -> str:
    """Which lead is given."""
    assert found and found.lead
    return found.lead.key


def test_name_set_aside_is_left_out(look_up: OfferLookUp) -> None:
    outscale = provider("outscale")
    found = look_up.find(ask(outscale, QUALIFIED, IAAS, relation=Relation(without=(outscale,))))
    assert slugs(found) == ["cegedim", "cloud-temple", "ovh", "orange-business", "worldline", "s3ns"]


def test_service_model_set_aside_leaves_the_others(look_up: OfferLookUp) -> None:
    found = look_up.find(ask(QUALIFIED, SAAS, relation=Relation(without=(SAAS,))))
    assert found
    assert {f.fields["service_model"] for f in found.facts} == {"IaaS", "CaaS", "PaaS"}


def test_lacking_a_service_model_is_of_the_provider_not_of_the_row(look_up: OfferLookUp) -> None:
    """S3NS has PaaS rows too, but also one in IaaS."""
    found = look_up.find(ask(QUALIFIED, IAAS, relation=Relation(absent=(IAAS,))))
    assert slugs(found) == ["index-education", "oodrive", "whaller"]


def test_only_in_one_service_model(look_up: OfferLookUp) -> None:
    found = look_up.find(ask(QUALIFIED, IAAS, relation=Relation(only=True)))
    assert slugs(found) == ["cegedim", "ovh", "orange-business", "outscale", "worldline"]


def test_list_of_several_models_says_how_many_of_each(look_up: OfferLookUp) -> None:
    found = look_up.find(ask(IN_PROGRESS, IAAS, SAAS))
    assert found and found.lead
    assert found.lead.values["models"] == "IaaS 12, SaaS 3"


def test_name_in_no_table_is_told_beside_those_that_are(look_up: OfferLookUp) -> None:
    unlisted = Entity("unlisted", "Clever Cloud", "Clever Cloud")
    found = look_up.find(ask(provider("ovh"), provider("scaleway"), unlisted, QUALIFIED))
    assert found and found.lead
    assert found.lead.values["unlisted"] == "Clever Cloud"


@pytest.mark.parametrize(
    ("grouping", "expected"),
    [
        ("several_models", ["cloud-temple", "s3ns"]),
        ("three_models", ["s3ns"]),
        ("most_models", ["s3ns"]),
        ("most_offers", ["index-education"]),
        ("several_offers", ["cloud-temple", "ovh", "index-education", "oodrive"]),
        ("one_offer", ["cegedim", "orange-business", "outscale", "worldline", "s3ns", "whaller"]),
    ],
)
def test_qualified_offers_counted_per_provider(
    look_up: OfferLookUp, grouping: Grouping, expected: list[str]
) -> None:
    assert slugs(look_up.find(ask(QUALIFIED, relation=Relation(grouping=grouping)))) == expected


@pytest.mark.parametrize(
    ("models", "expected"),
    [(["IaaS", "PaaS"], ["cloud-temple", "s3ns"]), (["IaaS", "CaaS", "PaaS"], ["s3ns"])],
)
def test_several_models_at_once(look_up: OfferLookUp, models: list[str], expected: list[str]) -> None:
    named = [Entity("service_model", m, m) for m in models]
    assert slugs(look_up.find(ask(*named, QUALIFIED, relation=Relation(grouping="named_models")))) == expected


def test_nobody_has_several_models_at_once(look_up: OfferLookUp) -> None:
    named = [Entity("service_model", m, m) for m in ("CaaS", "SaaS")]
    found = look_up.find(ask(*named, QUALIFIED, relation=Relation(grouping="named_models")))
    assert key(found) == "group.named_models.none"


def test_nobody_in_every_model_shows_who_comes_nearest(look_up: OfferLookUp) -> None:
    found = look_up.find(ask(QUALIFIED, relation=Relation(grouping="every_model")))
    assert (key(found), slugs(found)) == ("group.every_model.none", ["s3ns"])


@pytest.mark.parametrize(
    ("names", "status", "expected"),
    [
        (["ovh", "outscale", "scaleway"], QUALIFIED, "among.some"),
        (["s3ns", "outscale"], QUALIFIED, "among.every"),
        (["bleu", "scaleway"], QUALIFIED, "among.none"),
        (["bleu", "s3ns"], IN_PROGRESS, "among.some"),
    ],
)
def test_several_providers_are_told_apart(
    look_up: OfferLookUp, names: list[str], status: Entity, expected: str
) -> None:
    assert key(look_up.find(ask(*map(provider, names), status))) == expected


def test_list_of_both_statuses_says_how_many_of_each(look_up: OfferLookUp) -> None:
    found = look_up.find(ask(IAAS, intent="count"))
    assert found and found.lead
    assert (found.lead.values["qualified"], found.lead.values["in_progress"]) == (8, 12)


@pytest.mark.parametrize("kind", ["provider", "status"])
def test_no_change_between_the_editions_is_said(look_up: OfferLookUp, kind: EntityKind) -> None:
    entity = provider("bleu") if kind == "provider" else IN_PROGRESS
    assert key(look_up.changes(ask(entity, intent="compare"))) == "changes.none"


def test_one_lacks_a_service_model_that_another_named_one_has(look_up: OfferLookUp) -> None:
    paas = Entity("service_model", "PaaS", "PaaS")
    found = look_up.find(replace(ask(provider("numspot"), provider("s3ns"), QUALIFIED, paas), yes_no=True))
    assert found and found.lead
    assert key(found) == "among.some"
    assert (found.lead.values["names"], found.lead.values["others"]) == ("S3NS", "Numspot")


def test_yes_needs_every_service_model_that_is_named(look_up: OfferLookUp) -> None:
    question = replace(ask(provider("s3ns"), QUALIFIED, IAAS, SAAS, intent="status"), yes_no=True)
    assert key(look_up.find(question)) == "models.some"


@pytest.mark.parametrize(("slug", "verdict"), [("s3ns", "yes"), ("whaller", "no")])
def test_the_only_one_is_looked_for_among_all(look_up: OfferLookUp, slug: str, verdict: str) -> None:
    model = Entity("service_model", "CaaS" if slug == "s3ns" else "SaaS", "")
    question = ask(provider(slug), QUALIFIED, model, intent="status", relation=Relation(sole=True))
    found = look_up.find(replace(question, yes_no=True))
    assert found and found.lead
    assert found.lead.values["verdict"] == verdict


def test_nobody_beside_the_one_set_aside_is_said(look_up: OfferLookUp) -> None:
    s3ns, caas = provider("s3ns"), Entity("service_model", "CaaS", "CaaS")
    assert (
        key(look_up.find(ask(s3ns, QUALIFIED, caas, relation=Relation(without=(s3ns,)))))
        == "offers.none_else"
    )


@pytest.mark.parametrize(("same", "verdict"), [(False, "no"), (True, "yes")])
def test_no_change_answers_both_questions(look_up: OfferLookUp, same: bool, verdict: str) -> None:
    question = replace(ask(provider("bleu"), relation=Relation(same=same)), yes_no=True)
    found = look_up.changes(question)
    assert found and found.lead
    assert found.lead.values["verdict"] == verdict


def test_unknown_type_of_an_applicant_is_no_no(look_up: OfferLookUp) -> None:
    found = look_up.find(replace(ask(provider("free-pro"), IAAS, intent="status"), yes_no=True))
    assert found and found.lead is None


@pytest.mark.parametrize("relation", [Relation(absent=(IAAS,)), Relation(only=True)], ids=["lacking", "only"])
def test_nobody_who_lacks_it_is_said(look_up: OfferLookUp, relation: Relation) -> None:
    caas = Entity("service_model", "CaaS", "CaaS")
    found = look_up.find(ask(IN_PROGRESS, caas, *relation.absent, relation=relation))
    assert key(found) == "offers.none_apart"
    assert slugs(found) == ["bleu", "its-integra"]


def test_applicants_without_a_qualified_offer(look_up: OfferLookUp) -> None:
    found = slugs(look_up.find(ask(IN_PROGRESS, QUALIFIED, relation=Relation(absent=(QUALIFIED,)))))
    everyone = slugs(look_up.find(ask(IN_PROGRESS)))
    assert set(everyone) - set(found) == {"orange-business", "ovh"}


def test_share_of_one_provider_is_of_all_offers_of_that_kind(look_up: OfferLookUp) -> None:
    found = look_up.find(
        ask(provider("oodrive"), SAAS, QUALIFIED, relation=Relation(numbers=Numbers(share=True)))
    )
    assert key(found) == "offers.share"
    assert found and found.lead
    assert (found.lead.values["count"], found.lead.values["total"]) == (3, 8)


def test_share_of_a_status_is_told_beside_the_others(look_up: OfferLookUp) -> None:
    found = look_up.find(ask(QUALIFIED, SAAS, relation=Relation(numbers=Numbers(share=True))))
    assert found and found.lead
    told = {k: found.lead.values[k] for k in ("qualified", "in_progress", "rows")}
    assert told == {"qualified": 8, "in_progress": 3, "rows": 11}


def test_both_statuses_outweigh_the_one_of_a_topic(look_up: OfferLookUp) -> None:
    question = ask(
        QUALIFIED, IN_PROGRESS, intent="count", relation=Relation(numbers=Numbers(compared="more"))
    )
    found = look_up.find(question, {"status": ("qualified",)})
    assert found and found.lead
    counted = {k: v for k, v in found.lead.values.items() if k.endswith("_providers")}
    assert counted == {"qualified_providers": 10, "in_progress_providers": 16}


def test_name_that_is_left_behind_is_told_to_be_in_no_table(look_up: OfferLookUp) -> None:
    aws = Entity("unlisted", "AWS", "AWS")
    found = look_up.find(ask(aws, SAAS, QUALIFIED, relation=Relation(without=(aws,))))
    assert slugs(found) == ["index-education", "oodrive", "whaller"]
    assert found and found.lead
    assert (found.lead.values["unlisted"], found.lead.values["without"]) == ("AWS", "")


@pytest.mark.parametrize(
    ("compared", "verdict"), [("more", "no"), ("less", "yes"), ("same", "no")], ids=["more", "less", "same"]
)
def test_numbers_of_two_providers_are_compared(
    look_up: OfferLookUp, compared: Compared, verdict: str
) -> None:
    named = (provider("ovh"), provider("oodrive"))
    question = ask(*named, QUALIFIED, intent="status", relation=Relation(numbers=Numbers(compared=compared)))
    found = look_up.find(replace(question, yes_no=True))
    assert key(found) == "among.numbers"
    assert found and found.lead
    assert found.lead.values["numbers"] == "OVH SAS / OVH (2), Oodrive (3)"
    assert found.lead.values["verdict"] == verdict


@pytest.mark.parametrize(
    ("relation", "verdict"),
    [
        (Relation(numbers=Numbers(claimed=3, of_providers=True)), "yes"),
        (Relation(numbers=Numbers(claimed=8)), "yes"),
        (Relation(numbers=Numbers(claimed=8, of_providers=True)), "no"),
        (Relation(numbers=Numbers(none=True)), "no"),
        (Relation(), ""),
    ],
)
def test_number_that_is_supposed_gets_a_yes_or_a_no(
    look_up: OfferLookUp, relation: Relation, verdict: str
) -> None:
    question = replace(ask(SAAS, QUALIFIED, relation=relation), yes_no=True)
    for asked in (question, replace(question, yes_no=False)):
        found = look_up.find(asked)
        assert found and found.lead
        assert found.lead.values["verdict"] == (verdict if asked.yes_no else "")


def test_number_of_offers_of_one_provider_gets_a_yes_or_a_no(look_up: OfferLookUp) -> None:
    for claimed, verdict in ((3, "yes"), (2, "no")):
        asked = ask(
            provider("oodrive"),
            QUALIFIED,
            intent="status",
            relation=Relation(numbers=Numbers(claimed=claimed)),
        )
        found = look_up.find(replace(asked, yes_no=True))
        assert key(found) == "provider.count"
        assert found and found.lead
        assert found.lead.values["verdict"] == verdict


def test_rows_are_counted_by_service_model(look_up: OfferLookUp) -> None:
    found = look_up.find(ask(relation=Relation(grouping="by_model")))
    assert key(found) == "group.by_model"
    assert found and found.lead
    assert found.lead.values["qualified_models"] == "IaaS 8, CaaS 1, PaaS 2, SaaS 8"
    assert found.lead.values["in_progress_models"] == "IaaS 12, CaaS 2, PaaS 3, SaaS 3"


@pytest.mark.parametrize(
    ("status", "model", "verdict", "names"),
    [
        (QUALIFIED, "PaaS", "yes", "Cloud Temple, S3NS"),
        (IN_PROGRESS, "PaaS", "yes", "Bleu, OVH SAS, Scaleway"),
    ],
    ids=["qualified", "in progress"],
)
def test_all_who_have_one_model_have_the_other(
    look_up: OfferLookUp, status: Entity, model: str, verdict: str, names: str
) -> None:
    first = Entity("service_model", model, model)
    asked = ask(status, first, IAAS, relation=Relation(grouping="subset_models"))
    found = look_up.find(replace(asked, yes_no=True))
    assert found and found.lead
    assert (found.lead.values["verdict"], found.lead.values["names"]) == (verdict, names)


def test_not_all_who_have_one_model_have_the_other(look_up: OfferLookUp) -> None:
    caas, paas = (Entity("service_model", m, m) for m in ("CaaS", "PaaS"))
    asked = ask(IN_PROGRESS, caas, paas, relation=Relation(grouping="subset_models"))
    found = look_up.find(replace(asked, yes_no=True))
    assert key(found) == "group.subset_models.none"
    assert found and found.lead
    assert (found.lead.values["verdict"], found.lead.values["names"]) == ("no", "ITS Integra")
    assert slugs(found) == ["bleu", "its-integra"]


@pytest.mark.parametrize(
    ("kinds", "compared", "verdict"),
    [
        ((IN_PROGRESS, QUALIFIED), "more", "yes"),
        ((QUALIFIED, IN_PROGRESS), "more", "no"),
        ((QUALIFIED, IN_PROGRESS), "less", "yes"),
        ((QUALIFIED, IAAS, SAAS), "same", ""),  # as many rows, of more providers
    ],
)
def test_numbers_of_two_kinds_are_compared(
    look_up: OfferLookUp, kinds: tuple[Entity, ...], compared: Compared, verdict: str
) -> None:
    question = ask(*kinds, intent="count", relation=Relation(numbers=Numbers(compared=compared)))
    found = look_up.find(replace(question, yes_no=True))
    assert key(found) == "offers.list"
    assert found and found.lead
    assert found.lead.values["verdict"] == verdict


@pytest.mark.parametrize(("other", "verdict"), [("scaleway", "yes"), ("outscale", "no")])
def test_same_status_gets_a_yes_or_a_no(look_up: OfferLookUp, other: str, verdict: str) -> None:
    asked = ask(provider("bleu"), provider(other), intent="status", relation=Relation(same_status=True))
    found = look_up.find(replace(asked, yes_no=True))
    assert found and found.lead
    assert found.lead.values["verdict"] == verdict


def test_offers_are_found_by_a_word_of_their_names(look_up: OfferLookUp) -> None:
    question = replace(
        ask(IN_PROGRESS, relation=Relation(naming=True)), standalone="SecNumCloud in the name?"
    )
    found = look_up.find(question)
    assert found
    assert {f.fields["offer"] for f in found.facts} == {
        "IaaS SecNumCloud",
        "Horizon SecNumCloud",
        "Scaleway SecNumCloud",
    }


@pytest.mark.parametrize(
    ("models", "verdict"), [(("PaaS",), "no"), (("PaaS", "IaaS"), "")], ids=["one", "two"]
)
def test_only_one_of_several_models_gets_no_verdict(
    look_up: OfferLookUp, models: tuple[str, ...], verdict: str
) -> None:
    named = [Entity("service_model", m, m) for m in models]
    asked = ask(provider("cloud-temple"), QUALIFIED, *named, intent="status", relation=Relation(only=True))
    found = look_up.find(replace(asked, yes_no=True))
    assert found and found.lead
    assert found.lead.values["verdict"] == verdict


@pytest.mark.parametrize(
    ("named", "relation"),
    [
        ((IN_PROGRESS, SAAS, IAAS), Relation(grouping="subset_models")),
        ((provider("bleu"), provider("scaleway")), Relation(same_status=True)),
        ((provider("ovh"), provider("oodrive"), QUALIFIED), Relation(numbers=Numbers(compared="more"))),
        ((QUALIFIED, IN_PROGRESS), Relation(numbers=Numbers(compared="more"))),
        ((SAAS, QUALIFIED), Relation(numbers=Numbers(claimed=8))),
    ],
    ids=["all", "status", "numbers", "kinds", "claimed"],
)
def test_what_is_denied_gets_no_yes_that_could_be_read_both_ways(
    look_up: OfferLookUp, named: tuple[Entity, ...], relation: Relation
) -> None:
    for denied in (False, True):
        asked = ask(*named, intent="status", relation=replace(relation, denied=denied))
        found = look_up.find(replace(asked, yes_no=True))
        assert found and found.lead
        assert bool(found.lead.values.get("verdict")) is not denied
