from django.urls import URLPattern, path

from accounts import views

urlpatterns: list[URLPattern] = [path("log/", views.events, name="events")]
