"""Each name has the status and the models of its own row, in both languages."""

import pytest

from snc_assistant.grounding.naming import NameFinder
from snc_assistant.grounding.rows import denies, row_objection
from tests.conftest import Built

CITED = (
    "offer.cegedim.cegnumcloud-secured-iaas.iaas", "offer.scaleway.scaleway-secnumcloud.iaas",
    "offer.cloud-temple.paas-openshift.paas", "offer.ovh.bare-metal-pod.iaas", "offer.ovh.snc-cloud-platform.paas",
)  # fmt: skip


def objection(snapshot: Built, text: str) -> str | None:
    """What is wrong with a sentence that cites those rows."""
    return row_objection(text, [snapshot.facts[f] for f in CITED], NameFinder(snapshot.data.names))


@pytest.mark.parametrize(
    "text",
    [
        "Cegedim est qualifié et Scaleway est candidat.",
        "Cegedim is qualified while Scaleway is an applicant.",
        "Cegedim, Cloud Temple et OVH sont qualifiés ; Scaleway est en cours.",
        "Qualified: Cegedim and Cloud Temple. In progress: Scaleway.",
        "OVH : « Bare Metal Pod » (IaaS, qualifiée), « SNC Cloud Platform » (PaaS, en cours de qualification)",
        "OVH: “Bare Metal Pod” (IaaS, qualified), “SNC Cloud Platform” (PaaS, in progress)",
        "Scaleway n'est pas encore qualifié, Cegedim l'est : il est qualifié.",
        "OVH is qualified for Bare Metal Pod, OVH SAS is an applicant with SNC Cloud Platform.",
    ],
)
def test_names_with_their_own_statuses_pass(snapshot: Built, text: str) -> None:
    assert objection(snapshot, text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Cegedim est candidat et Scaleway est qualifié.",
        "Cegedim is an applicant while Scaleway is qualified.",
        "Cegedim et Scaleway sont qualifiés.",
        "Cegedim and Scaleway are in progress.",
        "Qualified: Cegedim and Scaleway. In progress: Cloud Temple.",
        "OVH : « Bare Metal Pod » (IaaS, en cours), « SNC Cloud Platform » (PaaS, qualifiée)",
        "OVH SAS est qualifié pour SNC Cloud Platform.",
        "OVH SAS is qualified.",
        "Toutes les offres d'OVH sont qualifiées.",
        "All of OVH's offers are qualified.",
        "Cloud Temple est qualifié en IaaS.",
        "OVH: “Bare Metal Pod” (PaaS)",
        "Cegedim est qualifié pour Bare Metal Pod.",
        "Cegedim is certified.",
    ],
)
def test_name_with_what_another_row_says_is_rejected(snapshot: Built, text: str) -> None:
    assert objection(snapshot, text) is not None


@pytest.mark.parametrize(
    ("text", "denial"),
    [
        ("Scaleway n'est pas encore qualifié.", False),
        ("Scaleway is not yet qualified.", False),
        ("Cegedim ne propose pas d'IaaS.", True),
        ("Cegedim does not offer IaaS.", True),
    ],
)
def test_denial_of_anything_but_a_status_is_seen(snapshot: Built, text: str, denial: bool) -> None:
    assert denies(text, NameFinder(snapshot.data.names)) is denial
