"""The project's own terms in the reader's words: kinds of contradiction, units of what is counted, how exact a number is."""
from auditkit.messages import N_

KINDS = {
    "cross-table": N_("table against table"), "date": N_("dates"), "duplicate": N_("repetition"), "format": N_("form"),
    "identity": N_("names"), "list-count": N_("list against number"), "money": N_("money"), "percent": N_("percentages"),
    "plan-fact": N_("plan against fact"), "table-sum": N_("sum in a table"), "text-sum": N_("sum in the text"),
    "text-table": N_("text against table"), "text-text": N_("text against text"),
}
HEDGES = {
    "exact": N_("exact"), "rounded": N_("rounded"), "about": N_("about"), "above": N_("more than"), "at-least": N_("at least"),
    "below": N_("less than"), "at-most": N_("at most"), "range": N_("from–to"),
}
#: What is counted, by the keys of the lexicon "measures".
MEASURES = {text.replace(" ", "_"): text for text in (
    N_("person"), N_("participant"), N_("representative"), N_("pupil"), N_("parent"), N_("student"), N_("youth"), N_("child"),
    N_("resident"), N_("beneficiary"), N_("recipient"), N_("citizen"), N_("respondent"), N_("listener"), N_("family"), N_("graduate"), N_("spectator"),
    N_("player"), N_("volunteer"), N_("elderly"), N_("adult"), N_("woman"), N_("man"), N_("lecturer"), N_("trainer"),
    N_("speaker"), N_("expert"), N_("specialist"), N_("jury"), N_("member"), N_("winner"), N_("staff"), N_("moderator"),
    N_("teacher"), N_("lawyer"), N_("trip"), N_("expedition"), N_("raid"), N_("psychologist"), N_("librarian"), N_("team"), N_("event"), N_("lecture"), N_("seminar"), N_("training"), N_("course"), N_("lesson"),
    N_("meeting"), N_("round table"), N_("contest"), N_("exhibition"), N_("festival"), N_("evening"), N_("performance"),
    N_("screening"), N_("consultation"), N_("campaign"), N_("quest"), N_("forum"), N_("conference"), N_("tournament"),
    N_("briefing"), N_("dialogue"), N_("survey"), N_("excursion"), N_("subbotnik"), N_("fair"), N_("camp"), N_("workshop"),
    N_("webinar"), N_("hackathon"), N_("concert"), N_("marathon"), N_("olympiad"), N_("game"), N_("session"), N_("hike"),
    N_("presentation"), N_("broadcast"), N_("photo"), N_("video"), N_("script"), N_("post"), N_("article"), N_("news"),
    N_("material"), N_("story"), N_("banner"), N_("infographic"), N_("digest"), N_("leaflet"), N_("copy"), N_("journal"),
    N_("view"), N_("subscriber"), N_("drawing"), N_("work"), N_("organisation"), N_("outlet"), N_("ngo"),
    N_("university"), N_("institution"), N_("college"), N_("school"), N_("kindergarten"), N_("partner"), N_("settlement"),
    N_("region"), N_("district"), N_("city"), N_("location"), N_("stage"), N_("grant"), N_("project"), N_("plan"), N_("prize"),
    N_("certificate"), N_("topic"), N_("application"), N_("tree"), N_("money"), N_("percent"), N_("points"), N_("hour"),
    N_("day"), N_("month"), N_("year"), N_("anniversary"), N_("minute"), N_("times"), N_("priority"),
)} | {"note": N_("reference note")}
