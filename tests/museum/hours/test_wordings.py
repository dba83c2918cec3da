"""Wordings as museums write them: each with the exact OSM it becomes, or the piece refused."""

import pytest

from museum.hours import understand

# ruff: noqa: E501 - one wording a line, with what it becomes
UNDERSTOOD = """
di t/m zo 11-17 u => Tu-Su 11:00-17:00
Di t/m Zo. 11.00 – 17.00 uur => Tu-Su 11:00-17:00
dinsdag tot en met zondag van 11.00 tot 17.00 uur => Tu-Su 11:00-17:00
di-zo 11:00-17:00 => Tu-Su 11:00-17:00
di tm zo 11u-17u => Tu-Su 11:00-17:00
za + zo 13.30-17 u => Sa,Su 13:30-17:00
za/zo 13.30-17 u => Sa,Su 13:30-17:00
za zo 13-16 => Sa,Su 13:00-16:00
wo, vr en za 13-17 u => We,Fr,Sa 13:00-17:00
zo t/m do 10-17 u => Mo-Th,Su 10:00-17:00
za t/m ma 13-17 u => Mo,Sa,Su 13:00-17:00
dagelijks 10-17 u => Mo-Su 10:00-17:00
alle dagen van 10 tot 17 uur => Mo-Su 10:00-17:00
7 dagen per week 10-17 u => Mo-Su 10:00-17:00
10.00-17.00 uur dagelijks => Mo-Su 10:00-17:00
11-17 u di t/m zo => Tu-Su 11:00-17:00
open van 10.00 tot 17.00 uur op dinsdag en woensdag => Tu,We 10:00-17:00
dagelijks behalve maandag 10-17 u => Tu-Su 10:00-17:00
ma t/m zo 10-17 m.u.v. 25 december en 1 januari => Mo-Su 10:00-17:00; Dec 25,Jan 01 off
elke dag behalve op maandag en feestdagen 10-17 u => Tu-Su 10:00-17:00; PH off
di t/m vr 10-17 uur, za en zo 13-17 uur. Maandag gesloten. => Tu-Fr 10:00-17:00; Sa,Su 13:00-17:00; Mo off
ma, di: gesloten; wo t/m zo: 13-17 uur => We-Su 13:00-17:00; Mo,Tu off
gesloten op maandag; dinsdag t/m zondag 10-17 uur => Tu-Su 10:00-17:00; Mo off
op werkdagen 9-17 uur en in het weekend 13-17 uur => Mo-Fr 09:00-17:00; Sa,Su 13:00-17:00
's zondags 13-17 uur => Su 13:00-17:00
Elke woensdag- en zaterdagmiddag van 14.00 tot 17.00 uur => We,Sa 14:00-17:00
di, wo, do 10-12 en 13-17 u => Tu-Th 10:00-12:00,13:00-17:00
di 10.00-12.30, 13.30-17.00 => Tu 10:00-12:30,13:30-17:00
vrijdag 19-01 u => Fr 19:00-01:00
za van 2 tot 5 uur 's middags => Sa 14:00-17:00
za 10 uur 's ochtends tot 5 uur 's middags => Sa 10:00-17:00
zo half twee tot vijf uur 's middags => Su 13:30-17:00
za 10 tot 5 uur => Sa 10:00-17:00
zo van 2 tot 5 uur => Su 14:00-17:00
zo half twee tot vijf uur => Su 13:30-17:00
elke 2e zaterdag van de maand 10-16 uur => Sa[2] 10:00-16:00
1e en 3e zondag v.d. maand 13.00-17.00 u => Su[1],Su[3] 13:00-17:00
laatste zondag van de maand 14-17 u => Su[-1] 14:00-17:00
eerste zondag van april t/m oktober 13-17 u => Apr-Oct Su[1] 13:00-17:00
wo 13-17 u; overige dagen 10-12 u => We 13:00-17:00; Mo,Tu,Th-Su 10:00-12:00
apr t/m okt di t/m zo 11-17 u => Apr-Oct Tu-Su 11:00-17:00
30 maart t/m okt: di t/m zo 11-17 u => Mar 30-Oct 31 Tu-Su 11:00-17:00
van april tot en met oktober dagelijks 10-17 u => Apr-Oct 10:00-17:00
nov t/m mrt za + zo 13-16 u => Nov-Mar Sa,Su 13:00-16:00
juli/aug: di t/m zo 11-17 u => Jul,Aug Tu-Su 11:00-17:00
april, mei en september: za 13-17 u => Apr,May,Sep Sa 13:00-17:00
van 30 maart t/m 26 oktober 2027 dagelijks 10-18 u => 2027 Mar 30-2027 Oct 26 10:00-18:00
apr t/m okt di t/m zo 11-17 u; nov t/m mrt za 13-17 u => Apr-Oct Tu-Su 11:00-17:00; Nov-Mar Sa 13:00-17:00
apr t/m okt: di-vr 10-17, za-zo 11-17 => Apr-Oct Tu-Fr 10:00-17:00; Apr-Oct Sa,Su 11:00-17:00
apr t/m okt di-zo 11-17; rest van het jaar zo 13-16 => Apr-Oct Tu-Su 11:00-17:00; Nov-Mar Su 13:00-16:00
apr t/m okt di-zo 11-17, 's winters zo 13-16 u => Apr-Oct Tu-Su 11:00-17:00; Nov-Mar Su 13:00-16:00
winter (nov t/m mrt) zo 13-16 u => Nov-Mar Su 13:00-16:00
apr t/m okt za 13-17 u; buiten het seizoen gesloten => Apr-Oct Sa 13:00-17:00; Nov-Mar off
za 13-17 u. Gesloten van 1 november t/m 31 maart. => Sa 13:00-17:00; Nov 01-Mar 31 off
za 13-17 u, april t/m september ook zo 13-17 u => Sa 13:00-17:00; Apr-Sep Su 13:00-17:00
elke dag 10-17 u; nov t/m feb ma en di gesloten => Mo-Su 10:00-17:00; Nov-Feb Mo,Tu off
di t/m zo 11-17 u, ma in de schoolvakanties => Tu-Su 11:00-17:00; SH Mo 11:00-17:00
di t/m zo 11-17 u (ma alleen in schoolvakanties) => Tu-Su 11:00-17:00; SH Mo 11:00-17:00
in de schoolvakanties dagelijks 10-17 u; daarbuiten za 13-17 u => Sa 13:00-17:00; SH 10:00-17:00
wo 13-17 u buiten de schoolvakanties => We 13:00-17:00; SH We off
wo 13-17 u, in de herfstvakantie ook di 13-17 u => We 13:00-17:00; Oct 01-Nov 15 SH Tu 13:00-17:00
di t/m zo 11-17 u; feestdagen geopend => Tu-Su 11:00-17:00; PH 11:00-17:00
di t/m zo 11-17 u, ook op feestdagen => Tu-Su 11:00-17:00; PH 11:00-17:00
zon- en feestdagen 13-17 u => Su 13:00-17:00; PH 13:00-17:00
di t/m zo 11-17 u (feestdagen gesloten) => Tu-Su 11:00-17:00; PH off
feestdagen geopend behalve 1e kerstdag; di t/m zo 11-17 u => Tu-Su 11:00-17:00; PH 11:00-17:00; Dec 25 off
zo 13-17 u; 2e Paasdag en 2e Pinksterdag geopend => Su 13:00-17:00; easter +1 day 13:00-17:00; easter +50 days 13:00-17:00
di t/m zo 11-17 u; gesloten op Koningsdag => Tu-Su 11:00-17:00; Apr 27 Mo-Sa off; Apr 26 Sa off
kerst en nieuwjaar gesloten; za 10-16 u => Sa 10:00-16:00; Dec 25 off; Dec 26 off; Jan 01 off
zo 13-17 u; hemelvaartsdag 11-17 u => Su 13:00-17:00; easter +39 days 11:00-17:00
gesloten op 1 jan, 25 + 31 dec, 27 apr; za 10-17 u => Sa 10:00-17:00; Jan 01,Dec 25,Dec 31,Apr 27 off
7 t/m 25 jan gesloten; dagelijks 11-17 u => Mo-Su 11:00-17:00; Jan 07-Jan 25 off
24 dec t/m 2 jan gesloten; overige dagen 10-17 u => Mo-Su 10:00-17:00; Dec 24-Jan 02 off
4 mei 10-19 u; di t/m zo 11-17 u => Tu-Su 11:00-17:00; May 04 10:00-19:00
op afspraak => unknown "op afspraak"
alleen op afspraak => unknown "op afspraak"
zo 13-17 uur en op afspraak => Mo-Su unknown "op afspraak"; Su 13:00-17:00
zo 13-17 u; buiten deze tijden op afspraak => Mo-Su unknown "op afspraak"; Su 13:00-17:00
ma t/m vr op afspraak, za 10-16 u => Mo-Fr unknown "op afspraak"; Sa 10:00-16:00
apr t/m okt: dagelijks 10-17 u / nov t/m mrt: zo 11-16 u / groepen op afspraak => Apr-Oct 10:00-17:00; Nov-Mar Su 11:00-16:00
wo 13-17 uur; laatste toegang 16.30 uur => We 13:00-17:00
za 9-17 u (gratis parkeren) => Sa 09:00-17:00
gesloten => Mo-Su off
"""

REFUSED = """
dinsdg 11-17 => “dinsdg” is niet begrepen. Bedoelt u “dinsdag”?
za vanaf 13 uur => “za vanaf 13 uur” is niet duidelijk. Zet er begintijd en eindtijd bij: “13-17 u”.
zo 10-5 uur => “10-5 uur” is niet duidelijk. Schrijf de tijden in 24 uur, bijvoorbeeld 10-17 u.
za van acht tot tien uur => “van acht tot tien uur” is niet duidelijk. Schrijf de tijden in cijfers, bijvoorbeeld 13.30-17 u.
za 13 uur => “13 uur” is niet duidelijk. Zet er ook de eindtijd bij: “13-17 u”.
za 25-26 u => “25” is niet duidelijk. Die tijd bestaat niet.
dinsdag tot zondag 11-17 u => “dinsdag tot zondag” is niet duidelijk. Schrijf “t/m”, bijvoorbeeld “di t/m zo”.
april tot oktober za 13-17 u => “tot” is niet duidelijk. Hoort de laatste dag erbij? Schrijf dan “t/m”.
zomer di t/m zo 11-17 u; winter zo 13-16 u => “zomer” is niet duidelijk. Noem de maanden, bijvoorbeeld “nov t/m mrt”.
juli en augustus dagelijks 10-18 u; di t/m zo 11-17 u => “di t/m zo 11-17 u” is niet duidelijk. Zet erbij in welke maanden dit geldt.
di-vr 10-17, za 13-16 u; 2e paasdag geopend => “2e paasdag geopend” is niet duidelijk. Zet er de tijden bij, bijvoorbeeld 13-17 u.
zondag 29 maart 13-17 u => “zondag” is niet duidelijk. Zet het jaar erbij, of laat de dag van de week weg.
30 februari gesloten; za 13-17 u => “30” is niet duidelijk. Die dag bestaat niet in die maand.
11-17 u => “11-17 u” is niet duidelijk. Zet er de dagen bij, bijvoorbeeld “di t/m zo”.
wisselende tijden => “wisselende” is niet begrepen. Laat het weg of schrijf het anders.
zaterdag meestal 13-17 u => “meestal” is niet begrepen. Laat het weg of schrijf het anders.
niet op maandag, di-zo 11-17 u => “niet op” is niet duidelijk. Zet er eerst bij wanneer het wel open is.
"""


def rows(text: str) -> list[tuple[str, str]]:
    pairs = (line.split(" => ") for line in text.strip().splitlines())
    return [(wording, expected) for wording, expected in pairs]


@pytest.mark.parametrize(("wording", "osm"), rows(UNDERSTOOD))
def test_what_is_understood(wording: str, osm: str) -> None:
    found = understand(wording)
    assert (found.osm, found.problem) == (osm, "")


@pytest.mark.parametrize(("wording", "problem"), rows(REFUSED))
def test_what_is_refused_says_why(wording: str, problem: str) -> None:
    found = understand(wording)
    assert (found.understood, found.osm, found.words, found.problem) == (False, "", "", problem)
