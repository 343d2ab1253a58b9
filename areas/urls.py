from django.urls import URLPattern, path

from areas.views import people, work_areas

urlpatterns: list[URLPattern] = [
    path("people/", people.people, name="people"),
    path("people/add/", people.person_add, name="person_add"),
    path("people/<int:pk>/", people.person, name="person"),
    path("work-areas/", work_areas.work_areas, name="work_areas"),
]
