// Reads a calendar from standard input with ical.js, the parser of Thunderbird, and says as JSON what it makes of it.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const root = new ICAL.Component(ICAL.parse(readFileSync(0, "utf-8")));
ICAL.TimezoneService.reset();
for (const zone of root.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
const moment = (time) => (time.isDate ? time.toString() : new Date(time.toUnixTime() * 1000).toISOString());
const events = root.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    summary: event.summary,
    description: event.description,
    location: event.location,
    language: component.getFirstProperty("summary").getParameter("language"),
    start: moment(event.startDate),
    end: moment(event.endDate),
    sequence: event.sequence,
    status: component.getFirstPropertyValue("status"),
    categories: component.getAllProperties("categories").flatMap((each) => each.getValues()),
    url: component.getFirstPropertyValue("url"),
    conference: component.getFirstPropertyValue("conference"),
  };
});
process.stdout.write(JSON.stringify({ name: root.getFirstPropertyValue("x-wr-calname"), events }));
