"""The room of a family."""

from django.urls import URLPattern, URLResolver, include, path

from cases.views import family, family_children, family_people

of_family: list[URLPattern | URLResolver] = [
    path("", family.room, name="family"),
    path("print/", family.paper, name="family_print"),
    path("sheet/", family.sheet, name="family_sheet"),
    path("mention/", family_people.mention, name="family_mention"),
    path("known/", family_people.known_person, name="family_known"),
    path("members/<uuid:uid>/space/", family.space, name="family_space"),
    path("members/<uuid:uid>/interview/", family_people.interview, name="family_interview"),
    path("members/<uuid:uid>/individual/", family_people.individual, name="family_individual"),
    path("parts/<uuid:uid>/referent/", family_people.referent, name="family_referent"),
    path("parts/<uuid:uid>/mentioned/", family_people.step_out, name="family_step_out"),
    path("parts/<uuid:uid>/whereabouts/", family_people.whereabouts, name="family_whereabouts"),
    path("bonds/add/", family_people.bond_add, name="bond_add"),
    path("bonds/<uuid:uid>/end/", family_people.bond_end, name="bond_end"),
    path("bonds/<uuid:uid>/share/", family_people.bond_share, name="bond_share"),
    path("bonds/<uuid:uid>/withdraw/", family_people.bond_withdraw, name="bond_withdraw"),
    path("households/add/", family.stay_add, name="stay_add"),
    path("households/<uuid:uid>/end/", family.stay_end, name="stay_end"),
    path("agreements/add/", family.agreement_add, name="family_agreement_add"),
    path("agreements/<uuid:uid>/end/", family.agreement_end, name="family_agreement_end"),
    path("children/<uuid:uid>/knows/", family_children.knows_add, name="child_knows"),
    path("children/<uuid:uid>/custody/", family_children.custody_add, name="custody_add"),
    path("custody/<uuid:uid>/end/", family_children.custody_end, name="custody_end"),
]
of_case: list[URLPattern | URLResolver] = [path("family/", include(of_family))]
