"""What monitoring is told: patterns and counts for who has the token, nothing for anybody else, nothing about anybody ever."""

import pytest
from django.db import connection

from proximity.foundation import metrics
from proximity.foundation.testing import as_role

pytestmark = pytest.mark.django_db
TOKEN = "a token of the tests"
SHOWN = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def told(settings):
    settings.METRICS_TOKEN = TOKEN


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer another"}, {"Authorization": TOKEN}, {"Authorization": "Bearer é"}]
)
def test_without_the_token_there_is_no_such_page(public, told, headers):
    assert public.get("/metrics", headers=headers).status_code == 404


def test_without_a_token_in_the_settings_no_token_opens_it(public, settings):
    settings.METRICS_TOKEN = ""
    assert public.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_requests_are_counted_under_patterns(public, told):
    public.get("/en/?city=zqxcanary")
    public.get("/zqxcanary/")
    public.generic("ZQXCANARY", "/en/")
    answer = public.get("/metrics", headers=SHOWN)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'proximity_requests_total{method="GET",route="en/",side="public",status="200"}' in text
    assert 'route="none",side="public",status="404"' in text
    assert "zqxcanary" not in text.lower()
    assert "proximity_request_seconds_bucket" in text


def test_the_workspace_tells_of_jobs_and_room_without_a_sign_in(client, settings, told):
    answer = client.get("/metrics", headers=SHOWN)
    assert answer.status_code == 200
    for name in (
        "proximity_jobs_waiting",
        "proximity_jobs_oldest_seconds",
        "proximity_worker_seconds",
        "proximity_disk_free_bytes",
    ):
        assert f"\n{name} " in answer.content.decode()


def test_a_job_that_waits_is_counted_with_its_age():
    before, _ = metrics.jobs_waiting()
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (task_name, queue_name, args, scheduled_at)"
            " VALUES ('t', 'default', '{}', now() - interval '2 hours'), ('t', 'default', '{}', now() + interval '1 hour')"
        )
    count, oldest = metrics.jobs_waiting()
    assert count == before + 1
    assert 7190 < oldest < 7300
    assert metrics.worker_silence() == float("inf")
