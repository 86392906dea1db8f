"""The addresses of the desk."""

from django.urls import path

from accompaniment.desk.views import agenda, home, rooms

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("agenda/", agenda.agenda, name="week"),
    path("agenda/month/", agenda.by_month, name="month"),
    path("agenda/tasks/", agenda.tasks, name="tasks"),
    path("agenda/load/", agenda.team_load, name="load"),
    path("agenda/calendar/", agenda.calendar_feed, name="feed"),
    path("agenda/calendar/make/", agenda.feed_make, name="feed_make"),
    path("agenda/calendar/withdraw/", agenda.feed_withdraw, name="feed_withdraw"),
    path("agenda/rooms/", rooms.room_feeds, name="room_feeds"),
    path("agenda/rooms/<uuid:uid>/make/", rooms.room_feed_make, name="room_feed_make"),
    path("agenda/rooms/<uuid:uid>/withdraw/", rooms.room_feed_withdraw, name="room_feed_withdraw"),
    path("agenda/room/<str:token>.ics", rooms.room_calendar, name="room_calendar"),
    path("agenda/<str:token>.ics", agenda.calendar, name="calendar"),
]
