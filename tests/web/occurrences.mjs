// Reads calendars as another program does (ical.js, with the time zones of the file itself).
// In: JSON [{ics, from, to}] on stdin, days as "2027-01-01". Out: JSON, per calendar its events:
// [{uid, sequence, status, alarms, times: [[start, end], …]}], instants in UTC, whole days as days.
import ICAL from "./node_modules/ical.js/dist/ical.js";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);

const told = (time) => (time.isDate ? time.toString() : time.toJSDate().toISOString());

function times(event, from, to) {
  const found = [];
  const keep = (start, end) => {
    const day = start.toString().slice(0, 10);
    if (day >= from && day <= to) found.push([told(start), told(end)]);
    return day <= to;
  };
  if (!event.isRecurring()) {
    keep(event.startDate, event.endDate);
    return found;
  }
  const iterator = event.iterator();
  for (let next = iterator.next(); next; next = iterator.next()) {
    const one = event.getOccurrenceDetails(next);
    if (!keep(one.startDate, one.endDate)) break;
  }
  return found;
}

function read({ ics, from, to }) {
  ICAL.TimezoneService.reset();
  const calendar = new ICAL.Component(ICAL.parse(ics));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component, { strictExceptions: true });
    return {
      uid: event.uid,
      summary: event.summary,
      sequence: event.sequence,
      status: component.getFirstPropertyValue("status"),
      alarms: component.getAllSubcomponents("valarm").length,
      times: times(event, from, to),
    };
  });
}

process.stdout.write(JSON.stringify(JSON.parse(Buffer.concat(chunks).toString()).map(read)));
