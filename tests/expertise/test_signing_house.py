"""What surrounds a signature: the certificate of development, and who a leaked file belonged to."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from expertise.actions import development
from expertise.enums.paper import Audience
from expertise.reports import verifying
from tests.expertise import giving, papers
from tests.expertise.giving import house_signs, printed_at_once  # noqa: F401
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("house_signs", "printed_at_once")


@pytest.fixture
def signed(case, worker, coordinator):
    return giving.signed(giving.approved(worker, case, coordinator))


def test_a_demonstration_signs_with_a_certificate_of_its_own(
    case, worker, coordinator, settings, tmp_path
):
    settings.SIGNING_CERTIFICATE = str(tmp_path / "demo" / "organisation.p12")
    settings.SIGNING_ROOTS = str(tmp_path / "demo" / "roots.pem")
    commission = giving.approved(worker, case, coordinator)
    giving.prepared(commission)

    paper = giving.sign(commission, development.means(NOON))

    assert verifying.of_file(giving.bytes_of(paper, commission.expert)).authentic
    assert not development.ensure_certificate(NOON)
    assert development.PASSPHRASE in (Path(__file__).parents[2] / "docs" / "demo.md").read_text()


def test_where_people_are_real_no_such_certificate_is_made(settings, tmp_path):
    settings.DEMO = False
    settings.SIGNING_CERTIFICATE = str(tmp_path / "organisation-of-old.p12")

    with pytest.raises(development.OnlyInDemonstrations):
        development.means(NOON)
    assert not (tmp_path / "organisation-of-old.p12").exists()


def said(path):
    out = StringIO()
    call_command("which_copy", str(path), stdout=out)
    return out.getvalue().strip()


def test_a_leaked_file_says_whose_copy_it_was(signed, tmp_path):
    path = tmp_path / "found.pdf"
    for audience in (Audience.JUZGADO, Audience.JURIDICO):
        copy = giving.make_copy(signed, audience)
        path.write_bytes(giving.bytes_of(giving.sign_copy(copy), signed.expert))
        assert said(path) == f"{signed.code}, copy {copy.number}, key {copy.key}"
    original = signed.papers.get(kind="FIRMADO", copy=None)
    path.write_bytes(giving.bytes_of(original, signed.expert))
    assert said(path) == f"{signed.code}, original of version 1"


def test_a_file_without_a_mark_says_so(tmp_path, db):
    path = tmp_path / "other.pdf"
    for data in (papers.make_pdf(), b"no pdf"):
        path.write_bytes(data)
        with pytest.raises(CommandError):
            said(path)
