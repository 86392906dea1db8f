"""Papers: what is printed of a report before it is signed."""

from django.urls import path

from expertise.urls import Routes
from expertise.views import papers

of_commission: Routes = [
    path("papers/", papers.papers, name="papers"),
    path("papers/progress/", papers.progress, name="papers_progress"),
    path("papers/draft/", papers.draft, name="draft"),
    path("papers/jobs/<uuid:uid>/cancel/", papers.job_cancel, name="job_cancel"),
    path("papers/jobs/<uuid:uid>/retry/", papers.job_retry, name="job_retry"),
    path("papers/<uuid:uid>/", papers.paper_look, name="paper_look"),
    path("papers/<uuid:uid>/file/", papers.paper_file, name="paper_file"),
]
