"""The third persons and the participles of a verb, from its infinitive."""

from __future__ import annotations

import pytest

from communique.values.conjugation import conjugated


@pytest.mark.parametrize(
    ("infinitive", "forms"),
    [
        ("déclarer", "déclare déclarent déclarait déclaraient déclara déclarèrent déclarera déclareront"),
        ("annoncer", "annonce annoncent annonçait annonçaient annonça annoncèrent annoncera annonceront"),
        ("partager", "partage partagent partageait partageaient partagea partagèrent partagera partageront"),
        ("appuyer", "appuie appuient appuyait appuyaient appuya appuyèrent appuyera appuyeront appuiera appuieront"),
        ("rappeler", "rappelle rappellent rappelait rappelaient rappela rappelèrent rappelera rappelleront"),
        ("espérer", "espère espèrent espérait espéraient espéra espérèrent espérera espèreront"),
        ("célébrer", "célèbre célèbrent célébrait célébra"),
        ("regretter", "regrette regrettent regrettait regretta"),
        ("prêter", "prête prêtent prêtait prêta"),
        ("réagir", "réagit réagissent réagissait réagissaient réagirent réagira réagiront"),
    ],
)
def test_regular_verbs_need_nothing_but_their_infinitive(infinitive: str, forms: str) -> None:
    assert set(forms.split()) <= conjugated(infinitive).finite


def test_participles_agree() -> None:
    assert conjugated("déclarer").participles == {"déclaré", "déclarée", "déclarés", "déclarées"}
    assert conjugated("réagir").participles == {"réagi", "réagie", "réagis", "réagies"}
    assert conjugated("mettre", "met mettent | mis").participles == {"mis", "mise", "mises"}


def test_present_participles_follow_the_imparfait() -> None:
    assert conjugated("annoncer").present == {"annonçant"}
    assert conjugated("réagir").present == {"réagissant"}
    assert conjugated("dire", "dit disent disait disaient | dit").present == {"disant"}


def test_given_forms_stand_for_all_but_of_er_verbs_for_the_present() -> None:
    assert conjugated("dire", "dit disent | dit").finite == {"dit", "disent"}
    assert {"martèle", "martelait"} <= conjugated("marteler", "martèle martèlent").finite
    assert "martelle" not in conjugated("marteler", "martèle martèlent").finite


def test_an_irregular_verb_without_forms_is_told() -> None:
    with pytest.raises(ValueError, match="conclure: neither in -er nor in -ir"):
        conjugated("conclure")
